"""The demonstration: five provinces' plans restated as facts, read back and brought to life.

Nothing here is used by the system itself; `nscl demo` builds it on a database in demo mode only.
"""
