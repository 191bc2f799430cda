"""Names of the countries in the tables, in English."""

NAMES = {
    "AGO": "Angola", "ARE": "United Arab Emirates", "ARG": "Argentina", "AUS": "Australia", "AUT": "Austria", "AZE": "Azerbaijan",
    "BEL": "Belgium", "BGD": "Bangladesh", "BGR": "Bulgaria", "BRA": "Brazil", "BRN": "Brunei", "CAN": "Canada",
    "CHE": "Switzerland", "CHL": "Chile", "CHN": "China", "CIV": "Côte d’Ivoire", "CMR": "Cameroon", "COD": "DR Congo",
    "COG": "Congo", "COL": "Colombia", "CZE": "Czechia", "DEU": "Germany", "DNK": "Denmark", "DOM": "Dominican Republic",
    "DZA": "Algeria", "ECU": "Ecuador", "EGY": "Egypt", "ESP": "Spain", "EU27": "European Union", "FIN": "Finland",
    "FRA": "France", "GAB": "Gabon", "GBR": "United Kingdom", "GHA": "Ghana", "GNQ": "Equatorial Guinea", "GRC": "Greece",
    "GUY": "Guyana", "HKG": "Hong Kong", "HRV": "Croatia", "HUN": "Hungary", "IDN": "Indonesia", "IND": "India",
    "IRL": "Ireland", "IRQ": "Iraq", "ISR": "Israel", "ITA": "Italy", "JPN": "Japan", "KAZ": "Kazakhstan", "KOR": "Korea",
    "KWT": "Kuwait", "LBR": "Liberia", "LBY": "Libya", "LKA": "Sri Lanka", "LTU": "Lithuania", "MEX": "Mexico", "MLT": "Malta",
    "MMR": "Myanmar", "MOZ": "Mozambique", "MYS": "Malaysia", "NGA": "Nigeria", "NIC": "Nicaragua", "NLD": "Netherlands",
    "NOR": "Norway", "NZL": "New Zealand", "OMN": "Oman", "OTHER": "others", "PAK": "Pakistan", "PAN": "Panama", "PER": "Peru",
    "PHL": "Philippines", "PNG": "Papua New Guinea", "POL": "Poland", "PRT": "Portugal", "QAT": "Qatar", "ROU": "Romania",
    "RUS": "Russia", "SAU": "Saudi Arabia", "SDN": "Sudan", "SEN": "Senegal", "SGP": "Singapore", "SLV": "El Salvador",
    "SRB": "Serbia", "SVK": "Slovakia", "SWE": "Sweden", "TCD": "Chad", "THA": "Thailand", "TKM": "Turkmenistan",
    "TTO": "Trinidad and Tobago", "TUN": "Tunisia", "TUR": "Türkiye", "TWN": "Taiwan", "URY": "Uruguay", "USA": "United States",
    "VEN": "Venezuela", "VNM": "Viet Nam", "ZAF": "South Africa"}
