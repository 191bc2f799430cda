"""Which countries of the sources make up a region of the world `default`."""

EU = ("AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN "
      "SWE").split()
EU_ALONE = "DEU FRA ITA ESP NLD POL".split()         # the others are REU
GULF = "SAU ARE QAT KWT OMN BHR".split()             # GLF: the Gulf Cooperation Council; the ICIO has SAU and ARE alone
ALONE = ("CAN USA MEX JPN CHN KOR TWN IND IDN MYS SGP VNM BRN AUS NZL CHL PER BRA GBR CHE NOR TUR RUS").split()
EU_REGIONS = EU_ALONE + ["REU"]


def region_of(country):
    """The region of a country by its ISO 3166 alpha-3 code; Hong Kong, as in the older world, is in ROW."""
    if country in ALONE or country in EU_ALONE:
        return country
    return "REU" if country in EU else "GLF" if country in GULF else "ROW"
