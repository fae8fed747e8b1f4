"""NATS and PostgreSQL from wheels, on loopback, with credentials of their own making."""
