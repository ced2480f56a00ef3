"""``python -m tests.faults.leave_tasks N``: leave N tasks to the worker of a site; prints their ids."""

from __future__ import annotations

import sys
import uuid

import django

if __name__ == "__main__":
    django.setup()
    from tests.faults.tasks import leave_a_mark

    for _ in range(int(sys.argv[1])):
        id = str(uuid.uuid4())
        leave_a_mark.enqueue(id)
        print(id)
