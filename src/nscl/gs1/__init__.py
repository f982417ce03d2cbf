"""GS1 identifiers in all their spellings, and EPCIS 2.0 events: pure, without Django, clock or network."""
