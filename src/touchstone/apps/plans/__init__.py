"""Owns: which plan decides for an assessment organisation (published or adopted), and its policy. States no rule."""
