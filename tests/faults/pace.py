"""How fast the clocks of a system run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The default makes a lease of three seconds, and a training of one."""

    ack_wait_seconds: float = 3.0
    heartbeat_seconds: float = 0.5
    presence_seconds: int = 2
    retry_delay_seconds: float = 0.5
    epoch_seconds: float = 0.1

    def environment(self) -> dict[str, str]:
        return {
            "AFINA_ACK_WAIT_SECONDS": str(self.ack_wait_seconds),
            "AFINA_HEARTBEAT_SECONDS": str(self.heartbeat_seconds),
            "AFINA_PRESENCE_SECONDS": str(self.presence_seconds),
            "AFINA_RETRY_DELAY_SECONDS": str(self.retry_delay_seconds),
            "AFINA_EPOCH_SECONDS": str(self.epoch_seconds),
        }
