"""The sentences for the codes of `fair/`: what a person reads, marked to be translated."""

from collections.abc import Mapping

from pages.locale import mark

# Why a row or an advert is rejected, held or warned of (domain.md, section 4).
REASONS: Mapping[str, str] = {
    "missing_employer": mark("No employer is named here or above. Fill in the employer's name."),
    "missing_title": mark("The job has no title. Fill it in."),
    "bad_openings": mark("The number of openings can't be read. Write a whole number from 1 up."),
    "openings_unknown": mark("How many people are wanted isn't said; it counts as a job only."),
    "openings_range": mark("The number of openings is rough; the lower number counts."),
    "reserved_exceeds_openings": mark(
        "More openings are reserved than there are; all openings count as reserved."
    ),
    "bad_uscc": mark("The unified social credit code has a wrong check character."),
    "conflicting_employer": mark("Two employers with different names have one credit code."),
    "booth_taken": mark("Another employer stands at this booth already."),
    "discriminatory_advert": mark(
        "The advert limits who may apply by sex, ethnicity, religion, disability, illness "
        "or household registration."
    ),
    "scam_advert": mark("The advert asks applicants for money, a guarantee or a loan."),
    "restrictive_advert": mark("The advert limits age or height; please look whether it must."),
    "bad_wage": mark("The wage can't be read; it is kept as typed."),
    "bad_phone": mark("The phone number can't be right; it is kept as typed."),
    "empty_person": mark("There is no name, phone or number in this row. Fill one of them in."),
    "name_too_long": mark("The name has more than 100 characters. Shorten it."),
    "underage": mark("This person is under 16 on the day of the fair."),
    "bad_id_number": mark("The identity number has a mistake; it is kept as not verified."),
    "mangled_number": mark(
        "The spreadsheet has cut off the identity number, so it is left out. "
        "Format the column as text and type it again."
    ),
    "certificate_mismatch": mark("The disability certificate doesn't fit the identity number."),
    "unknown_group": mark("This group isn't known; the words are kept under “other”."),
    "same_id_number": mark("The same identity number"),
    "same_certificate": mark("The same disability certificate"),
    "same_name_and_phone": mark("The same name and phone"),
    "same_name_birth_village": mark("The same name, birth date and village"),
}
# The columns of a list, as they are named when something about them is said.
COLUMNS: Mapping[str, str] = {
    "employer": mark("Employer"),
    "uscc": mark("Credit code"),
    "industry": mark("Industry"),
    "booth": mark("Booth"),
    "title": mark("Job"),
    "openings": mark("Openings"),
    "reserved": mark("Reserved"),
    "education": mark("Schooling"),
    "age": mark("Age"),
    "sex": mark("Sex"),
    "ethnicity": mark("Ethnicity"),
    "wage": mark("Wage"),
    "place": mark("Place of work"),
    "address": mark("Address"),
    "requirements": mark("Requirements"),
    "contact": mark("Contact"),
    "phone": mark("Phone"),
    "note": mark("Note"),
    "name": mark("Name"),
    "id_number": mark("Identity number"),
    "birth_date": mark("Birth date"),
    "village": mark("Village"),
    "groups": mark("Groups"),
    "certificate": mark("Disability certificate"),
    "wish": mark("Wish"),
    "schooling": mark("Schooling"),
}
