"""What a linter cannot see. Each guard is a function that returns offences, and has a test that it bites."""
