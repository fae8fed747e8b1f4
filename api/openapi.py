"""``python -m api.openapi PATH`` writes the OpenAPI document, always the same for the same code."""

import json
import sys
from pathlib import Path

from api import app, documents, services
from infra.settings import Settings


def main(path: Path) -> None:
    """Write the document to ``path``; nothing is connected to."""
    application = app.create(services.opened(Settings(nats_url="")))
    document = documents.openapi_document(application)
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
