"""Owns: assessors, bookings, what took place and the marks. Never combines grades or tells anybody a result."""
