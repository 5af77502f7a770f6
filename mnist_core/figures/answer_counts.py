"""How often each answer was given in a vote, round by round."""

from collections.abc import Sequence

import plotly.graph_objects as go

from mnist_core.figures.palette import Palette, dress

Rounds = Sequence[tuple[int, Sequence[tuple[str, int]]]]
"""For each round its number, and the answers with how often they were given."""
LARGEST = 12  # answers that have a bar; the rest are few
FONT_SIZE = 14
ROW, EDGE = 46, 90  # pixels of an answer with one round, and around all of them


def answer_counts(
    rounds: Rounds,
    answers: Sequence[str],
    right: Sequence[str] | None,
    palette: Palette,
    scale: float = 1.0,
) -> go.Figure:
    """A bar for each answer and round, as a share of the round's votes.

    Parameters
    ----------
    rounds : one or more; the last one is the strongest in colour
    answers : top to bottom
    right : those that are right, set in bold; None while that is not to be seen
    scale : how much larger words and bars are than on a page, for a projector
    """
    figure = go.Figure()
    for place, (number, counted) in enumerate(rounds):
        count, last = dict(counted), place == len(rounds) - 1
        total = sum(count.values()) or 1
        figure.add_bar(
            x=[100 * count.get(answer, 0) / total for answer in answers],
            y=list(range(len(answers))),
            orientation="h",
            name=f"vote {number}",
            text=[str(count.get(answer, 0)) for answer in answers],
            textposition="outside",
            textfont={"color": palette.text},
            cliponaxis=False,
            marker={"color": palette.accent if last else palette.muted},
            hovertemplate="%{x:.0f} % of the votes<extra>%{fullData.name}</extra>",
        )
    figure.update_yaxes(
        tickvals=list(range(len(answers))),
        ticktext=[_name(answer, right) for answer in answers],
        range=(len(answers) - 0.5, -0.5),
        showgrid=False,
        zeroline=False,
        ticks="",
        fixedrange=True,
    )
    figure.update_xaxes(title={"text": "share of the votes, %"}, range=(0, 112), fixedrange=True)
    figure.update_layout(
        dragmode=False, bargap=0.25, showlegend=len(rounds) > 1, legend_traceorder="normal"
    )
    height = EDGE + ROW * len(answers) * max(len(rounds), 1)
    dress(figure, palette, round(scale * height))
    figure.update_layout(font_size=round(scale * FONT_SIZE))
    return figure


def in_words(rounds: Rounds) -> str:
    """The same as a sentence for those who cannot see it."""
    return " ".join(
        f"Vote {number}: " + "; ".join(f"{count} for “{answer}”" for answer, count in counted) + "."
        for number, counted in rounds
    )


def _name(answer: str, right: Sequence[str] | None) -> str:
    short = answer if len(answer) <= 60 else answer[:59] + "…"
    short = short.replace("&", "&amp;").replace("<", "&lt;")
    return f"<b>{short}</b>" if right is not None and answer in right else short
