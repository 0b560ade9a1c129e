"""List States for ordinary delegations, beyond the cast: UN short names as valid in September 2020.

The last two are of the cast as well; only the long consultation, which has no cast, reaches them.
"""

_NAMES = """Albania, Algeria, Andorra, Angola, Argentina, Armenia, Australia, Azerbaijan, Bahamas, Bahrain, Bangladesh, Barbados,
Belarus, Belize, Benin, Bhutan, Bolivia (Plurinational State of), Bosnia and Herzegovina, Botswana, Burkina Faso, Cabo
Verde, Cambodia, Cameroon, China, Colombia, Costa Rica, Côte d’Ivoire, Cuba, Democratic Republic of the Congo, Djibouti,
Dominican Republic, Ecuador, El Salvador, Eswatini, Ethiopia, Fiji, Gabon, Gambia, Georgia, Ghana, Guatemala,
Guinea-Bissau, Guyana, Haiti, Honduras, Iceland, India, Indonesia, Iran (Islamic Republic of), Iraq, Israel, Jamaica,
Jordan, Kazakhstan, Kuwait, Kyrgyzstan, Lao People’s Democratic Republic, Lebanon, Lesotho, Liberia, Libya, Madagascar,
Malawi, Malaysia, Maldives, Mali, Mauritania, Mauritius, Mexico, Mongolia, Montenegro, Morocco, Mozambique, Myanmar,
Namibia, Nepal, New Zealand, Nicaragua, Niger, North Macedonia, Oman, Pakistan, Panama, Paraguay, Peru, Philippines,
Qatar, Republic of Korea, Republic of Moldova, Russian Federation, Rwanda, Saint Lucia, Samoa, San Marino, Sao Tome and
Principe, Saudi Arabia, Senegal, Serbia, Seychelles, Sierra Leone, Singapore, South Africa, Sri Lanka, State of
Palestine, Sudan, Suriname, Syrian Arab Republic, Tajikistan, Thailand, Timor-Leste, Togo, Trinidad and Tobago, Tunisia,
Turkey, Turkmenistan, Uganda, Ukraine, United Arab Emirates, United Kingdom of Great Britain and Northern Ireland,
United Republic of Tanzania, United States of America, Uruguay, Uzbekistan, Venezuela (Bolivarian Republic of), Viet
Nam, Yemen, Zambia, Zimbabwe, Canada, Norway"""

STATES: tuple[str, ...] = tuple(name.strip() for name in _NAMES.replace("\n", " ").split(","))
