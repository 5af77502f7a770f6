"""Where classes lie: light, for those who only ask whether there can be any."""

from mnist_core import settings
from mnist_core.home_folder import home_directory

VARIABLE = settings.CLASSES.variable
FILE = "classes.db"


def classes_possible() -> bool:
    """Whether a class was ever opened here, or other servers may have opened one."""
    return bool(settings.CLASSES.text) or (home_directory() / FILE).is_file()
