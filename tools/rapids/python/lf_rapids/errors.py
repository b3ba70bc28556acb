"""What goes wrong on purpose: `code` is stable, the message says what to do."""


class RapidsError(Exception):
    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message

    # Exceptions travel from Dask's workers by pickle, which calls the class with `args` alone
    def __reduce__(self):
        return (RapidsError, (self.code, self.message))


class UsageError(RapidsError):
    """The command line is wrong: nothing was started."""

    def __init__(self, message: str):
        super().__init__("usage", message)


class LongSessionsError(RapidsError):
    """Sessions have more events than the limit: bots or a broken session id."""

    def __init__(self, longest: list[tuple[str, int]], count: int, limit: int):
        have = "session has" if count == 1 else "sessions have"
        more = [f"  and {count - len(longest)} more"] if count > len(longest) else []
        super().__init__(
            "long_sessions",
            "\n".join(
                [
                    f"{count} {have} more than {limit} events:",
                    *[f"  {session}: {events} events" for session, events in longest],
                    *more,
                    "Such sessions are bots or a broken session id. Leave them out by --long-sessions drop, "
                    "or raise --max-session-events.",
                ]
            ),
        )
