"""What all tests share: hypothesis's profile and plain Python behind kernels."""

import os

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)  # the same examples in every run
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def plain():
    """The Python function behind a kernel, so that its compiled form can be compared with it."""
    return lambda kernel: getattr(kernel, "py_func", kernel)
