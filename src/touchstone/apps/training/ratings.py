"""The words of a scan: how sure somebody is on a KSB."""

LEVELS = {
    0: "New to me",
    1: "Know about it",
    2: "With help",
    3: "On my own",
    4: "Could show others",
}
