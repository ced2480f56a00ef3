"""What is due is done once a minute, by one, and one failing job keeps no other from being done."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.at_once import at_once
from tests.cast import Cast
from touchstone.apps.people.models import HeldForm, SignIn
from touchstone.apps.upkeep.minute import JOBS, Due, do_what_is_due
from touchstone.apps.upkeep.models import Job

HOUR = dt.timedelta(hours=1)


def make_due(name: str) -> None:
    Job.objects.filter(name=name).update(due_at=timezone.now() - dt.timedelta(seconds=1))


@pytest.mark.django_db
class TestDue:
    def test_a_job_is_done_when_it_is_due_and_not_before(self) -> None:
        done: list[int] = []
        job = Due("count", HOUR, lambda: done.append(1))
        do_what_is_due([job])
        do_what_is_due([job])
        assert done == [1]
        make_due("count")
        do_what_is_due([job])
        assert done == [1, 1]

    def test_a_failing_job_says_so_and_the_next_is_done(self) -> None:
        done: list[int] = []

        def fail() -> None:
            raise OSError("no room\nleft\0")

        jobs = [Due("fail", HOUR, fail), Due("count", HOUR, lambda: done.append(1))]
        assert do_what_is_due(jobs) == ["fail"]
        assert done == [1]
        assert Job.objects.get(name="fail").trouble == "OSError: no room left"

    def test_once_it_goes_well_again_the_trouble_is_forgotten(self) -> None:
        def fail() -> None:
            raise OSError

        do_what_is_due([Due("job", HOUR, fail)])
        make_due("job")
        do_what_is_due([Due("job", HOUR, lambda: None)])
        job = Job.objects.get(name="job")
        assert job.trouble == ""
        assert job.ran_at is not None

    def test_a_machine_whose_clock_is_a_little_behind_does_not_do_it_again(self) -> None:
        done: list[int] = []
        Job.objects.create(name="count", due_at=timezone.now() + HOUR + dt.timedelta(minutes=1))
        do_what_is_due([Due("count", HOUR, lambda: done.append(1))])
        assert done == []

    def test_a_clock_set_back_does_not_put_a_job_off(self) -> None:
        done: list[int] = []
        job = Due("count", HOUR, lambda: done.append(1))
        Job.objects.create(name="count", due_at=timezone.now() + dt.timedelta(days=365))
        do_what_is_due([job])
        assert done == [1]


def test_several_machines_at_once_do_each_job_once(transactional_db: None) -> None:
    done: list[str] = []
    jobs = [Due(name, HOUR, lambda name=name: done.append(name)) for name in ("one", "two", "three")]  # type: ignore[misc]
    at_once(*[lambda: do_what_is_due(jobs)] * 4)
    assert sorted(done) == ["one", "three", "two"]


class TestJobs:
    def test_their_names_differ_and_fit(self) -> None:
        names = [job.name for job in JOBS]
        assert len(set(names)) == len(names)
        assert all(len(name) <= 60 for name in names)

    def test_what_has_had_its_time_is_cleared_and_the_rest_stays(self, cast: Cast) -> None:
        now = timezone.now()
        for number, days in enumerate((8, 6)):
            task = DBTaskResult.objects.create(
                status="SUCCESSFUL",
                finished_at=now - dt.timedelta(days=days),
                args_kwargs={},
                task_path="x",
                backend_name="default",
                run_after=now,
            )
            Session.objects.create(session_key=f"s{number}", expire_date=now + dt.timedelta(days=days - 7))
            signed_in = SignIn.objects.create(
                person=cast.alice, session_key=f"s{1 - number}", browser="Firefox", at=now - dt.timedelta(days=2)
            )
            form = HeldForm.objects.create(person=cast.alice, path="/", fields={})
            HeldForm.objects.filter(pk=form.pk).update(held_at=now - dt.timedelta(days=days))
        assert do_what_is_due() == []
        assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [task.pk]
        assert list(Session.objects.values_list("session_key", flat=True)) == ["s0"]
        assert list(SignIn.objects.values_list("pk", flat=True)) == [signed_in.pk]
        assert list(HeldForm.objects.values_list("pk", flat=True)) == [form.pk]
