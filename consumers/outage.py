"""What passes by itself when broker or database are back: nothing is lost meanwhile."""

from nats.errors import Error as NatsError
from sqlalchemy.exc import InterfaceError, OperationalError

from infra.bus import UnavailableError

OUTAGES = (UnavailableError, NatsError, TimeoutError, OperationalError, InterfaceError)
