"""The entities that a text speaks of: persons, places, laws, whatever was marked."""
