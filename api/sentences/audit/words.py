"""The audit trail's languages."""

from collections.abc import Mapping

from api.sentences.audit import en, pt_br
from api.sentences.audit.catalogue import AuditCatalogue
from api.sentences.language import Language

WORDS: Mapping[Language, AuditCatalogue] = {
    Language.PT_BR: pt_br.CATALOGUE,
    Language.EN: en.CATALOGUE,
}
