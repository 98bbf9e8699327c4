"""How an inquiry moves: a table of every status and step, and the promises that hold along any way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.inquiry import InquiryStatus as Status
from desktop.models.inquiry import InquiryStep as Step
from desktop.models.inquiry import after

BY_THE_BROKER = (Step.ANSWERED, Step.ANSWERED_AND_CLOSED)
TABLE = {
    Status.NEW: {Step.ADDED: Status.OPEN, Step.CLOSED: Status.CLOSED, Step.CANCELLED: Status.CANCELLED},
    Status.OPEN: {Step.ADDED: Status.OPEN, Step.CLOSED: Status.CLOSED, Step.CANCELLED: Status.CANCELLED},
    Status.ANSWERED: {Step.ADDED: Status.OPEN, Step.CLOSED: Status.CLOSED},
    Status.CLOSED: {Step.REOPENED: Status.OPEN},
    Status.CANCELLED: {Step.REOPENED: Status.OPEN},
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", Step)
def test_each_step_leads_where_the_table_says(status: Status, step: Step) -> None:
    answers = {Step.ANSWERED: Status.ANSWERED, Step.ANSWERED_AND_CLOSED: Status.CLOSED}
    assert after(status, step) is {**TABLE[status], **answers}.get(step)


@given(st.lists(st.sampled_from(list(Step))))
def test_along_any_way_there_is_a_way_on_and_the_broker_is_always_heard(steps: list[Step]) -> None:
    status = Status.NEW
    for step in steps:
        status = after(status, step) or status
        assert all(after(status, answer) is not None for answer in BY_THE_BROKER)
        assert after(status, Step.OPENED) is None
        assert status is not Status.NEW or step not in TABLE[Status.NEW]
        # What is open can be added to and ended; what is ended can be opened again, and nothing else.
        assert (after(status, Step.ADDED) is Status.OPEN) == status.is_open
        assert (after(status, Step.CLOSED) is Status.CLOSED) == status.is_open
        assert (after(status, Step.REOPENED) is Status.OPEN) != status.is_open
