"""Runs a rule pack over very many projects where their facts lie, and keeps what came of it."""
