"""TLS without a network: both sides of a handshake, each with what it trusts."""

import ssl
from contextlib import suppress
from pathlib import Path


def greeted(chain: Path, key: Path, trusting: ssl.SSLContext, name: str) -> int:
    """0 if whoever asks for ``name`` accepts the server's certificate; else OpenSSL's reason."""
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(chain, key)
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trusting.wrap_bio(down, up, server_hostname=name)
    server = served.wrap_bio(up, down, server_side=True)
    while True:
        try:
            client.do_handshake()
        except ssl.SSLWantReadError:
            with suppress(ssl.SSLWantReadError):
                server.do_handshake()
        except ssl.SSLCertVerificationError as error:
            return error.verify_code
        else:
            return 0
