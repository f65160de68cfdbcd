"""Chance by table: right on average, and drawn from the stream that was asked for."""

import numpy as np
import pytest

from kpilab.worlds.chance import happens, normal, poisson, slots, stream


def test_streams_differ_by_seed_and_by_purpose():
    draws = {stream(seed, purpose).random() for seed in (1, 2) for purpose in ("orders", "surveys")}
    assert len(draws) == 4


def test_normal_draws_have_mean_zero_and_spread_one():
    drawn = normal(stream(1, "test"), 40_000)
    assert drawn.mean() == pytest.approx(0, abs=0.02)
    assert drawn.std() == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("rate", [0.5, 4.0, 30.0, 50.0, 59.9, 60.1, 400.0])
def test_poisson_draws_have_the_rate_as_mean_and_variance(rate):
    drawn = poisson(stream(1, "test"), np.full(40_000, rate))
    assert drawn.mean() == pytest.approx(rate, rel=0.03)
    assert drawn.var() == pytest.approx(rate, rel=0.05)


def test_poisson_of_nothing_is_nothing():
    assert poisson(stream(1, "test"), [[0.0, 0.0]]).tolist() == [[0, 0]]


def test_slots_share_out_by_weight_and_lose_none():
    assert slots([2, 1, 1], 8).tolist() == [0, 0, 0, 0, 1, 1, 2, 2]
    assert len(slots([1, 1, 1], 1000)) == 1000


def test_what_is_certain_happens_and_what_is_impossible_does_not():
    assert happens(stream(1, "test"), [1.0, 0.0]).tolist() == [True, False]
    assert happens(stream(1, "test"), 1.0, 3).tolist() == [True, True, True]
