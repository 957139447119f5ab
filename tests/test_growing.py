"""What takes the square of its input's length is told from what takes its share."""

import growing


def test_the_square_is_out_of_proportion(monkeypatch):
    monkeypatch.setattr(growing, "LEAST", 0)
    assert growing.in_proportion(lambda n: sum(range(1_000 * n)), 640)
    assert not growing.in_proportion(lambda n: sum(range(100 * n * n)), 640)
    assert not growing.in_proportion(lambda text: sum(range(10 * len(text) ** 2)), "a" * 1_280)


def test_what_is_read_up_to_a_limit_may_not_take_the_square_up_to_there(monkeypatch):
    monkeypatch.setattr(growing, "LEAST", 0)
    assert growing.in_proportion(lambda n: sum(range(1_000 * min(n, 500))), 640)
    assert not growing.in_proportion(lambda n: sum(range(100 * min(n, 500) ** 2)), 640)
