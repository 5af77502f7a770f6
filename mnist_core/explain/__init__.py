"""Why a network answers as it does: gradients, saliency, interventions, what excites a filter."""
