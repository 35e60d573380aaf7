"""One word for one thing in all content files: the classes of products, and what a person may answer in a profile."""

from excise.law import Question


def words(text: str) -> list[str]:
    return text.split()


PRODUCT_CLASSES = frozenset(
    words("""
        information-security-product information-security-service anti-virus edr firewall web-application-firewall vpn
        password-manager backup-product threat-intelligence security-training consulting-service management-tool removal-tool
        network-management-system plant-control-system
        embedded-engine operating-system open-source-library mobile-app recreational-app content-site
        telecommunications-equipment telecommunications-service interconnection-service non-routing-equipment router-consumer
        optical-transceiver video-surveillance semiconductor power-inverter robot biotechnology
        social-media-app messaging-app web-service ai-service ai-app ai-open-weights ai-distillation
        unmanned-aircraft unmanned-aircraft-component unmanned-aircraft-software toy-drone
        vehicle vehicle-connectivity vehicle-software vehicle-over-10000-lb
    """)
)
ORGANISATIONS = words("""
    federal-executive-agency federal-other-branch contractor contractor-operated-for-agency subcontractor state-agency
    local-government state-local private critical-infrastructure public-administration central-government
    intelligence-community intelligence-community-element defence school university telecom-operator retailer provider
    parliament us-person grantee eu-institution foundation state-owned-enterprise
""")
ANSWERS = {
    Question.ORGANISATION: ORGANISATIONS,
    Question.SYSTEM_CLASS: words("""
        civilian national-security sci dod dod-certain intelligence-community intelligence-community-certain classified
        critical-system
    """),
    Question.DATA_CLASS: ["classified"],
    Question.PURPOSE: words("""
        agency-business operated-for-agency federal-deliverable own-business state-business incidental-to-contract export
        reexport transfer
    """),
    Question.DEVICE_CLASS: words("mobile desktop server network-device camera"),
    Question.DEVICE_OWNER: words("government contractor employee private enrolled"),
    Question.SITE: words("sensitive office private"),
    Question.NETWORK: words("core access 5g full-fibre government transmission"),
    Question.PARTY: words("best-buy office-depot staples"),
}
