#include "tests/support/catch.hpp"
#include "tests/support/lint.hpp"

using namespace collimate;
using namespace collimate::testing;

TEST_CASE("lint: N1, a negative without stress") {
    for (const char* stem : {"A grid is changed for another. Which change would not alter the dose to the patient?",
                             "All of these lower scatter at the receptor except which one of them?",
                             "For a patient with this allergy, which agent is contraindicated today?",
                             "Which position is least likely to show the free air?",
                             "Which of these values is incorrect for an adult chest?"}) {
        INFO(stem);
        CHECK(blocks_by(with_stem(stem), "N1"));
    }
    for (const char* stem :
         {"A grid is changed for another. Which change would **NOT** alter the dose to the patient?",
          "Which step is right when the patient does not hold still?",
          "The cursor was not parallel to the vessel. Which velocity should be reported here?",
          "What is the least dose at which hair is lost?", "Which projection shows at least two of the joints?",
          "Which structure, normally not seen on this view, appears in rotation?",
          "Which lumen is the false lumen in this dissection of the aorta?"}) {
        INFO(stem);
        CHECK(silent_on(with_stem(stem), "N1"));
    }
}

TEST_CASE("lint: N2, share of negative stems") {
    std::vector<Item> items;
    for (int i = 1; i <= 20; ++i) {
        Item item = faultless_item("ct-ip-00" + std::to_string(10 + i));
        item.stem = "Case " + std::to_string(i) + ": which setting would smooth the grain of the picture?";
        items.push_back(item);
    }
    items[0].stem = "Case one: which setting would **NOT** smooth the grain?";
    CHECK(findings_of(bank_of(items), "N2").empty());
    items[1].stem = "Case two: which setting would **NOT** smooth the grain?";
    CHECK(finds(bank_of(items), "N2", Severity::warn));
}

TEST_CASE("lint: N3, double negative") {
    const std::string stem = "Which statement about the tube does **NOT** hold at high output?";
    CHECK(blocks_by(item_with_options({"It does not cool", "It warms", "It arcs", "It stops"}, stem), "N3"));
    CHECK(silent_on(item_with_options({"It cools", "It warms", "It arcs", "It stops"}, stem), "N3"));
    CHECK(silent_on(item_with_options({"Head without contrast", "Head with contrast", "Neck", "Chest"}), "N3"));
}

TEST_CASE("lint: Q1, a question at the end") {
    CHECK(warns_by(with_stem("The setting that smooths the grain of a chest scan is"), "Q1"));
    CHECK(warns_by(with_stem("What is this?"), "Q1"));
    CHECK(silent_on(with_stem("Which of the settings smooths the grain?"), "Q1"));
}

TEST_CASE("lint: Q2, a stem that asks nothing") {
    for (const char* stem :
         {"Which of the following is true?", "Which statement is correct?",
          "Which one of these statements is most accurate?", "Regarding grids, which of the following is correct?"}) {
        INFO(stem);
        CHECK(blocks_by(with_stem(stem), "Q2"));
    }
    for (const char* stem : {"According to the manual, which instruction about metformin is correct?",
                             "A grid of 12:1 replaces one of 6:1 at the same technique. Which statement is correct?"}) {
        INFO(stem);
        CHECK(silent_on(with_stem(stem), "Q2"));
    }
}

TEST_CASE("lint: Q3, a blank") {
    CHECK(blocks_by(with_stem("The unit of absorbed dose is the ____ in the metric system?"), "Q3"));
    CHECK(silent_on(with_stem("What is the unit of absorbed dose in the metric system?"), "Q3"));
}

TEST_CASE("lint: Q4, length of the stem") {
    std::string words;
    for (int i = 0; i < 85; ++i) words += "word ";
    CHECK(silent_on(with_stem(words + "which is it?"), "Q4"));                 // 88 words
    CHECK(warns_by(with_stem(words + "and which one of them is it?"), "Q4"));  // 92
}

TEST_CASE("lint: Q5, personal pronouns") {
    CHECK(warns_by(with_stem("A patient moves during the scan. What should you do before the next one?"), "Q5"));
    CHECK(warns_by(with_stem("Which setting should I choose if I am to smooth the grain?"), "Q5"));
    CHECK(silent_on(with_stem("A Category I patient is asked to hold still. What comes before the US examination?"),
                    "Q5"));
}

TEST_CASE("lint: S2, abbreviations") {
    const auto stem = [](const std::string& text) {
        return with_stem(text + " Which setting would smooth the grain?");
    };
    CHECK(warns_by(stem("The SNR of a scan is low."), "S2"));
    CHECK(silent_on(stem("The signal-to-noise ratio (SNR) of a scan is low, and the SNR must rise."), "S2"));
    CHECK(silent_on(stem("The deviation index is −3, and DI must be zero."), "S2"));
    CHECK(silent_on(
        stem("A CT scan at 120 kVp and 200 mAs reads 40 HU; T1 and CTDI~vol~ are known. This is **NOT** stage II."),
        "S2"));
    SECTION("an explanation may lean on the stem, the stem not on an explanation") {
        Item item = stem("The signal-to-noise ratio (SNR) is low.");
        item.options[0].why += " The SNR rises.";
        CHECK(silent_on(item, "S2"));
        item = stem("The SNR is low.");
        item.options[0].why += " The signal-to-noise ratio (SNR) rises.";
        CHECK(warns_by(item, "S2"));
    }
}

TEST_CASE("lint: S3, readability of recall") {
    Item item = with_stem(
        "Which administrative authority institutionally determines radiological qualification requirements "
        "internationally?");
    item.level = Level::recall;
    CHECK(notes_by(item, "S3"));
    item.stem = "Who sets the dose limit for the lens of the eye of a worker?";
    CHECK(silent_on(item, "S3"));
}

TEST_CASE("lint: S4, brands and persons") {
    CHECK(warns_by(with_stem("A dose of Omnipaque is due. Which needle would be the right size?"), "S4"));
    CHECK(warns_by(with_stem("A patient feels warm after the injection, and she coughs. What comes next?"), "S4"));
    CHECK(warns_by(with_stem("Mr. Jones feels warm after the injection of contrast. What comes next?"), "S4"));
    CHECK(silent_on(with_stem("An MR scan of a patient who feels warm is stopped. What comes next?"), "S4"));
}

TEST_CASE("lint: S6, American spelling") {
    for (const char* word :
         {"artefact", "fibre", "Grey", "centre", "oedema", "tumours", "ionisation", "visualised", "haemorrhage"}) {
        INFO(word);
        CHECK(warns_by(with_stem(std::string("The ") + word + " is seen on one side. Which setting would hide it?"),
                       "S6"));
    }
    for (const char* word : {"artifact", "fiber", "gray", "center", "edema", "tumors", "ionization", "parameter",
                             "organism", "programmed"}) {
        INFO(word);
        CHECK(silent_on(with_stem(std::string("The ") + word + " is seen on one side. Which setting would hide it?"),
                        "S6"));
    }
}

TEST_CASE("lint: S7, how numbers are set") {
    const auto stem = [](const std::string& said) {
        return with_stem("The lesion has " + said + " here. Which setting would show it best?");
    };
    CHECK(blocks_by(stem("4-6 cm"), "S7"));
    CHECK(blocks_by(stem("4–6 cm"), "S7"));
    CHECK(warns_by(stem("5cm"), "S7"));
    CHECK(warns_by(stem("50 %"), "S7"));
    CHECK(warns_by(stem(".5 cm"), "S7"));
    CHECK(warns_by(stem("77000 Bq"), "S7"));
    for (const char* said : {"4 to 6 cm", "a 4.2-cm core", "5 cm and 50% at 60°", "0.5 cm", "77,000 Bq or 1540 m/s",
                             "a disk at L4-5 and a T2-weighted scan", "-3 HU", "I-131", "been seen on 2026-11-22"}) {
        INFO(said);
        CHECK(silent_on(stem(said), "S7"));
    }
}

TEST_CASE("lint: R1, length of the explanations") {
    Item item = faultless_item();
    REQUIRE(silent_on(item, "R1"));
    for (Option& option : item.options) option.why = "It smooths.";
    CHECK(warns_by(item, "R1"));
    std::string words;
    for (int i = 0; i < 38; ++i) words += "word ";
    for (Option& option : item.options) option.why = words;  // 152 words
    CHECK(warns_by(item, "R1"));
    for (Option& option : item.options) option.why = words.substr(5);  // 148
    CHECK(silent_on(item, "R1"));
}

TEST_CASE("lint: R2, explanations that name letters") {
    Item item = faultless_item();
    item.options[1].why += " Option A is better.";
    CHECK(warns_by(item, "R2"));
    item.options[1].why = faultless_item().options[1].why + " Hepatitis A is another option, and a vitamin.";
    CHECK(silent_on(item, "R2"));
    item.options[1].why += " See textbook.";
    CHECK(warns_by(item, "R2"));
}
