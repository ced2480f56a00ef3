"""Owns: stored files, evidence mapped to KSBs, and the frozen portfolio submitted. Never assesses anything."""
