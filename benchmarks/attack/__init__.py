"""What covers give away: templates, ringing of JPEGs, and twins that differ only in what is hidden.

The attacker knows the typeface, the rest of the picture and how it was covered. He does not know the sensor's noise.
"""
