from api.datasets.progress import PAUSE_SECONDS, Progress, Stage, paced

News = tuple[Stage, float]


def heard(news: list[News], seconds: list[float]) -> list[News]:
    """What comes through when each of ``news`` is told at its second."""
    told: list[News] = []
    clock = iter(seconds)
    tell: Progress = paced(lambda *one: told.append(one), lambda: next(clock))
    for one in news:
        tell(*one)
    return told


def test_news_come_no_faster_than_anybody_follows():
    """Between two about the same stage there is a pause; what comes in it is passed over."""
    news = [(Stage.READING, step / 10) for step in range(5)]

    told = heard(news, [0, 0.1, PAUSE_SECONDS, 0.25, 2 * PAUSE_SECONDS])

    assert told == [news[0], news[2], news[4]]


def test_a_new_stage_is_told_at_once():
    """A short stage between two long ones is seen too."""
    news = [(Stage.OPENING, 0.0), (Stage.READING, 0.0), (Stage.SORTING, 0.0)]

    assert heard(news, [0, 0, 0]) == news
