"""The columns of the canonical Parquet of examples, which the API writes and workers read.

Every file has ``row`` (int32: the example's first row in the sheet, ascending), ``group`` (string,
null where a row stands for itself) and ``split`` (string, ``train`` or ``validation``; null
everywhere unless the split is fixed), besides the columns of its task:

text-classification   ``text`` string, ``label`` string; where a text may have several labels,
                      ``labels`` list<string> instead of ``label``, sorted, never empty.
token-classification  ``tokens`` list<string>, ``tags`` list<string>: as many, valid BIO.
question-answering    ``id`` string, ``context`` string, ``question`` string,
                      ``answers`` list<struct<text: string, start: int32>>: in characters, empty
                      where the context has no answer; ``type`` string, nullable.
text-generation       ``text`` string for running text and code; ``prompt`` and ``completion``
                      strings for completion and qa; ``messages``
                      list<struct<role: string, content: string>> for chat.

Where several rows of a sheet can make one example (token-classification, question-answering) there
is also ``rows`` (int32): how many made it.
"""

ROW = "row"
ROWS = "rows"
GROUP = "group"
SPLIT = "split"
TRAIN = "train"
VALIDATION = "validation"

TEXT = "text"
LABEL = "label"
LABELS = "labels"
TOKENS = "tokens"
TAGS = "tags"
ID = "id"
CONTEXT = "context"
QUESTION = "question"
ANSWERS = "answers"
TYPE = "type"
PROMPT = "prompt"
COMPLETION = "completion"
MESSAGES = "messages"
