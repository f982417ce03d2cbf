"""The words of the Core Business Vocabulary 2.0 and their three spellings: bare word, URN, web address.

Source: GS1 CBV 2.0, sections 7 and 8; counts as in the EPCIS 2.0 JSON schema (41 steps, 33 dispositions, 13
transaction types, 72 measurement types, 14 components).
"""

# Prefixes that an EPCIS document may use without declaring them.
PREFIXES = {
    "epcis": "https://ref.gs1.org/epcis/",
    "cbv": "https://ref.gs1.org/cbv/",
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "gs1": "https://gs1.org/voc/",
}
_STEPS = """
accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting
decommissioning departing destroying disassembling dispensing encoding entering_exiting holding
inspecting installing killing loading other packing picking receiving removing repackaging repairing
replacing reserving retail_selling sampling sensor_reporting shipping staging_outbound stock_taking
stocking storing transporting unloading unpacking void_shipping
"""
_DISPOSITIONS = """
active available completeness_verified completeness_inferred conformant container_closed container_open
damaged destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_instance
mismatch_class mismatch_quantity needs_replacement no_pedigree_match non_conformant non_sellable_other
partially_dispensed recalled reserved retail_sold returned sellable_accessible sellable_not_accessible
stolen unavailable unknown
"""
_TRANSACTIONS = """
bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt
"""
_PARTIES = """
owning_party possessing_party location
"""
_MEASUREMENTS = """
AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Radioactivity Altitude AmountOfSubstance
AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area Capacitance
Conductance Conductivity Count Density Dimensionless DoseEquivalent DoseEquivalentRate DynamicViscosity
ElectricCharge ElectricCurrent ElectricCurrentDensity ElectricFieldStrength Energy Exposure Force
Frequency Illuminance Inductance Irradiance KinematicViscosity Length LinearMomentum Luminance
LuminousFlux LuminousIntensity MagneticFlux MagneticFluxDensity MagneticVectorPotential Mass
MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy MolarMass
MolarVolume Power Pressure RadiantFlux RadiantIntensity RelativeHumidity Resistance Resistivity
SolidAngle SpecificVolume Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume
VolumeFlowRate VolumeFraction VolumetricFlux Wavenumber
"""
_ALERTS = """
ALARM_CONDITION ERROR_CONDITION
"""
_COMPONENTS = """
x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting northing
latitude longitude altitude
"""
_REASONS = """
did_not_occur incorrect_data
"""

BIZ_STEPS = frozenset(_STEPS.split())
DISPOSITIONS = frozenset(_DISPOSITIONS.split())
TRANSACTION_TYPES = frozenset(_TRANSACTIONS.split())
PARTY_TYPES = frozenset(_PARTIES.split())
MEASUREMENT_TYPES = frozenset(_MEASUREMENTS.split())
ALERT_TYPES = frozenset(_ALERTS.split())
COMPONENTS = frozenset(_COMPONENTS.split())
ERROR_REASONS = frozenset(_REASONS.split())

_CBV, _VOC = PREFIXES["cbv"], PREFIXES["gs1"]
# Field → its words, how their web address begins, how their URN of the 1.x versions begins ("" if none).
_FIELDS: dict[str, tuple[frozenset[str], str, str]] = {
    "bizStep": (BIZ_STEPS, f"{_CBV}BizStep-", "urn:epcglobal:cbv:bizstep:"),
    "disposition": (DISPOSITIONS, f"{_CBV}Disp-", "urn:epcglobal:cbv:disp:"),
    "persistentDisposition": (DISPOSITIONS, f"{_CBV}Disp-", "urn:epcglobal:cbv:disp:"),
    "bizTransactionType": (TRANSACTION_TYPES, f"{_CBV}BTT-", "urn:epcglobal:cbv:btt:"),
    "sourceType": (PARTY_TYPES, f"{_CBV}SDT-", "urn:epcglobal:cbv:sdt:"),
    "destinationType": (PARTY_TYPES, f"{_CBV}SDT-", "urn:epcglobal:cbv:sdt:"),
    "type": (MEASUREMENT_TYPES, _VOC, ""),
    "exception": (ALERT_TYPES, _VOC, ""),
    "component": (COMPONENTS, f"{_CBV}Comp-", ""),
    "reason": (ERROR_REASONS, f"{_CBV}ER-", "urn:epcglobal:cbv:er:"),
}
_NO_FIELD: tuple[frozenset[str], str, str] = (frozenset(), "", "")
_URNS = tuple({urn: web for _words, web, urn in _FIELDS.values() if urn}.items())


def words_of(field: str) -> frozenset[str]:
    """The bare words a field may hold; empty where the standard names none."""
    return _FIELDS[field][0] if field in _FIELDS else frozenset()


def web_word(field: str, text: str) -> str:
    """The web address of a word of this field, bare or as a URN of the 1.x versions; other text unchanged.

    >>> web_word("bizStep", "shipping"), web_word("bizStep", "urn:epcglobal:cbv:bizstep:shipping")
    ('https://ref.gs1.org/cbv/BizStep-shipping', 'https://ref.gs1.org/cbv/BizStep-shipping')
    >>> web_word("type", "Temperature"), web_word("bizStep", "urn:vi-du:thu-hoach")
    ('https://gs1.org/voc/Temperature', 'urn:vi-du:thu-hoach')
    """
    words, web, _urn = _FIELDS.get(field, _NO_FIELD)
    if text in words:
        return web + text
    if text.startswith("urn:epcglobal:cbv:"):
        for urn, stem in _URNS:
            if text.startswith(urn):
                return stem + text[len(urn) :]
    return text


def bare_word(field: str, text: str) -> str:
    """The bare word of an address or URN of this field; other text unchanged.

    >>> bare_word("disposition", "https://ref.gs1.org/cbv/Disp-in_transit")
    'in_transit'
    """
    words, web, urn = _FIELDS.get(field, _NO_FIELD)
    for stem in (web, urn):
        if stem and text.startswith(stem) and text[len(stem) :] in words:
            return text[len(stem) :]
    return text
