"""How much the property tests try: the same few hundred examples every time, or with the deep profile many new ones.

``pytest --hypothesis-profile=deep tests/engine`` looks for what nobody has found yet; run it for a while after a change
to the plan, the engines or the score. A test that has a size of its own takes it as a multiple of the profile's.
"""

from hypothesis import HealthCheck, settings

SLOW_IS_FINE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=100, database=None)
settings.register_profile("deep", deadline=None, max_examples=4000, suppress_health_check=SLOW_IS_FINE)
settings.load_profile("steady")
