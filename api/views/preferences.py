"""How a person wants the page."""

from api.people.preferences import Theme
from api.views.base import View
from api.views.people import Body


class Preferences(View):
    """What you prefer, in every browser."""

    technical: bool
    """Whether the page shows what only experts ask for."""
    welcomed: bool
    """Whether the introduction has been seen, or passed over."""
    theme: Theme
    """The page's colours; ``auto`` follows the computer."""


class PreferencesChange(Body):
    """What you change of it; the rest stays."""

    technical: bool | None = None
    welcomed: bool | None = None
    theme: Theme | None = None
