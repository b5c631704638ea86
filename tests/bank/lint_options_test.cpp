#include "tests/support/catch.hpp"
#include "tests/support/lint.hpp"

using namespace collimate;
using namespace collimate::testing;

TEST_CASE("lint: a faultless item") {
    SECTION("draws no finding on itself") {
        const Diagnostics findings = lint(bank_of({faultless_item()}), lint_today);
        for (const Diagnostic& finding : findings) {
            INFO(to_line(finding));
            CHECK(finding.subject != "ct-ip-0001");
        }
    }
    SECTION("that is retired is not looked at") {
        Item item = with_stem("Which is true?");
        item.retired = Retired{.on = lint_today};
        CHECK(silent_on(item, "Q2"));
    }
}

TEST_CASE("lint: waivers") {
    Item item = item_with_options({"Higher pitch", "Always a softer kernel", "Wider window", "Lower potential"});
    SECTION("silence a warning") {
        REQUIRE(warns_by(item, "O2"));
        item.waivers = {{.code = "O2", .reason = "the word is the document's own"}};
        CHECK(silent_on(item, "O2"));
        CHECK(silent_on(item, "W1"));
    }
    SECTION("do not silence what blocks, and are named for it") {
        item = item_with_options({"Higher pitch", "Softer kernel", "Wider window", "None of the above"});
        item.waivers = {{.code = "O1", .reason = "house style"}};
        CHECK(blocks_by(item, "O1"));
        CHECK(warns_by(item, "W1"));
    }
    SECTION("that nothing answers to are named") {
        item = faultless_item();
        item.waivers = {{.code = "C3", .reason = "left from an earlier wording"}};
        CHECK(warns_by(item, "W1"));
    }
}

TEST_CASE("lint: all faults of a run") {
    SECTION("are found at once, each at its place") {
        Item first = item_with_options({"Higher pitch", "Higher  pitch.", "Wider window", "All of the above"});
        Item second = with_stem("Which is true?");
        second.id = "ct-ip-0002";
        const ExamSource source = bank_of({first, second});
        CHECK(finds(source, "K3", Severity::block));
        CHECK(finds(source, "O1", Severity::block));
        CHECK(finds(source, "Q2", Severity::block));
        CHECK(finds(source, "Q1", Severity::warn));
        for (const Diagnostic& finding : findings_of(source, "Q2")) {
            CHECK(finding.file == "items/ip.toml");
            CHECK(finding.line == source.places.at("ct-ip-0002").line);
            CHECK_FALSE(finding.remedy.empty());
        }
    }
}

TEST_CASE("lint: K3, options that say the same") {
    CHECK(blocks_by(item_with_options({"Higher pitch", "higher pitch", "Wider window", "Lower potential"}), "K3"));
    CHECK(blocks_by(item_with_options({"0.005 Sv", "5 mSv", "50 mSv", "500 mSv"}), "K3"));
    CHECK(blocks_by(item_with_options({"2 min", "120 s", "30 s", "10 s"}), "K3"));
    CHECK(silent_on(item_with_options({"5 mGy", "5 mSv", "50 mSv", "500 mSv"}), "K3"));
    CHECK(silent_on(item_with_options({"1:2", "12", "2:1", "1/12"}), "K3"));
    CHECK(silent_on(item_with_options({"More than 5 mSv", "Less than 5 mSv", "Up to 1 mSv", "No limit"}), "K3"));
    CHECK(silent_on(item_with_options({"+2", "−2", "+4", "−4"}), "K3"));
}

TEST_CASE("lint: K5, an order item names a frequent wrong order") {
    Item item = item_with_options({"Fat", "Water", "Muscle", "Bone"});
    item.type = ItemType::order;
    for (std::size_t i = 0; i < 4; ++i) item.options[i].place = static_cast<int>(i) + 1;
    CHECK(warns_by(item, "K5"));
    item.slips = {{.order = "bacd", .error = "fat ranked above water", .why = "Fat lies below water."}};
    CHECK(silent_on(item, "K5"));
}

TEST_CASE("lint: L1, the longest option") {
    CHECK(warns_by(item_with_options({"A softer kernel applied to the same raw data", "Higher pitch", "Wider window",
                                      "Lower potential"}),
                   "L1"));
    SECTION("may be a distractor") {
        CHECK(silent_on(with_key(item_with_options({"A softer kernel applied to the same raw data", "Higher pitch",
                                                    "Wider window", "Lower potential"}),
                                 'b'),
                        "L1"));
    }
    SECTION("does not matter among short options") {
        CHECK(silent_on(item_with_options({"A much softer kernel", "Pitch", "Window", "Voltage"}), "L1"));
    }
    SECTION("may be the key when another is as long but for a letter") {
        CHECK(silent_on(
            item_with_options({"Right pars interarticularis", "Left pars interarticularis", "Left pedicle", "Lamina"}),
            "L1"));
    }
}

TEST_CASE("lint: O1, options that speak of options") {
    for (const char* text :
         {"All of the above", "None of these", "Both A and B", "A and C only", "Any of the above", "None"}) {
        INFO(text);
        CHECK(blocks_by(item_with_options({"Higher pitch", "Softer kernel", "Wider window", text}), "O1"));
    }
    for (const char* text :
         {"Both kidneys and bladder", "All of the liver", "Vitamins A and D", "Tissue above the diaphragm"}) {
        INFO(text);
        CHECK(silent_on(item_with_options({"Higher pitch", "Softer kernel", "Wider window", text}), "O1"));
    }
}

TEST_CASE("lint: O2, absolute words") {
    CHECK(warns_by(item_with_options({"Softer kernel", "Never a grid", "Wider window", "Lower potential"}), "O2"));
    CHECK(warns_by(item_with_options({"Softer kernel only", "A grid", "Wider window", "Lower potential"}), "O2"));
    SECTION("give nothing away when key and distractor share them") {
        CHECK(silent_on(
            item_with_options({"Softer kernel only", "Higher pitch only", "Wider window", "Lower potential"}), "O2"));
    }
    SECTION("a count is none") {
        CHECK(silent_on(
            item_with_options({"Softer kernel", "Repeat all four views", "Wider window", "Lower potential"}), "O2"));
    }
}

TEST_CASE("lint: O3, vague frequency") {
    CHECK(warns_by(item_with_options({"Softer kernel", "Usually a grid", "Wider window", "Lower potential"}), "O3"));
    CHECK(warns_by(item_with_options({"Softer kernel", "Noise can be seen", "Wider window", "Lower potential"}), "O3"));
    CHECK(
        silent_on(item_with_options({"Softer kernel", "Tissue that can be saved", "Wider window", "On May 4"}), "O3"));
}

TEST_CASE("lint: G1, article at the end of the stem") {
    const std::string stem = "A device that reads dose from stored energy in a crystal is called an";
    CHECK(blocks_by(item_with_options({"Ionization chamber", "Film badge", "Optical reader", "Electrometer"}, stem),
                    "G1"));
    CHECK(silent_on(item_with_options({"Ionization chamber", "MRI suite", "x-ray film", "Electrometer"}, stem), "G1"));
    CHECK(blocks_by(item_with_options({"Unit", "Hour", "Year", "Week"}, "The time that this takes is called a"), "G1"));
    CHECK(
        silent_on(item_with_options({"Unit", "Month", "Year", "Week"}, "The time that this takes is called a"), "G1"));
}

TEST_CASE("lint: G2, number at the end of the stem") {
    const std::string stem = "The part of the scanner that makes the beam fan shaped is";
    CHECK(warns_by(item_with_options({"Collimator blades", "Bow-tie filter", "Slip ring", "Detector"}, stem), "G2"));
    CHECK(silent_on(item_with_options({"Edge of the blades", "Bow-tie filter", "Slip ring", "Apparatus"}, stem), "G2"));
}

TEST_CASE("lint: G3, options of one form") {
    CHECK(warns_by(
        item_with_options({"Raise the tube current", "Lowering the pitch", "Raise the potential", "Raise the time"}),
        "G3"));
    CHECK(warns_by(item_with_options({"Softer kernel.", "Higher pitch", "Wider window", "Lower potential"}), "G3"));
    CHECK(warns_by(item_with_options({"softer kernel", "Higher pitch", "Wider window", "Lower potential"}), "G3"));
    CHECK(silent_on(item_with_options({"kVp raised", "Higher pitch", "x-ray tube moved", "5 mm less"}), "G3"));
    CHECK(silent_on(
        item_with_options({"Raising the tube current", "Lowering the pitch", "Ring artifact", "Wider window"}), "G3"));
}

TEST_CASE("lint: C1, a word of the stem in the key alone") {
    const std::string stem =
        "A frozen image is stored without raw data. Which control still spreads its mid-gray shades apart?";
    CHECK(warns_by(item_with_options({"Gray map", "Line density", "Focal zone", "Output power"}, stem), "C1"));
    SECTION("is no clue when a distractor takes up a word of the stem as well") {
        CHECK(silent_on(item_with_options({"Gray map", "Frozen line", "Focal zone", "Output power"}, stem), "C1"));
        CHECK(silent_on(item_with_options({"Gray map", "Gray line", "Focal zone", "Output power"}, stem), "C1"));
    }
    SECTION("is no clue when it is the field's everyday word") {
        CHECK(silent_on(item_with_options({"Image map", "Line density", "Focal zone", "Output power"}, stem), "C1"));
    }
}

TEST_CASE("lint: C2, the key shares most") {
    CHECK(notes_by(item_with_options({"Higher dose with streaks", "Higher dose with blur", "Higher noise with streaks",
                                      "Equal dose with streaks"}),
                   "C2"));
    CHECK(silent_on(item_with_options({"Higher dose with streaks", "Higher dose with blur", "Lower dose with streaks",
                                       "Lower dose with blur"}),
                    "C2"));
}

TEST_CASE("lint: C3, one pair of opposites") {
    CHECK(warns_by(item_with_options({"Noise rises", "Noise falls", "Rings appear", "Table stops"}), "C3"));
    CHECK(warns_by(item_with_options({"Higher pitch", "Lower pitch", "Table stops", "Rings appear"}), "C3"));
    SECTION("is no clue beside a second pair, a member between them, or when the key stands outside") {
        CHECK(silent_on(item_with_options({"Noise rises", "Noise falls", "Contrast rises", "Contrast falls"}), "C3"));
        CHECK(silent_on(item_with_options({"Noise rises", "Noise falls", "Noise stays", "Rings appear"}), "C3"));
        CHECK(silent_on(with_key(item_with_options({"Noise rises", "Noise falls", "Rings appear", "Table stops"}), 'c'),
                        "C3"));
    }
}

TEST_CASE("lint: S1, one qualified option") {
    CHECK(warns_by(
        item_with_options({"Softer kernel in most patients", "Higher pitch", "Wider window", "Lower potential"}),
        "S1"));
    CHECK(warns_by(item_with_options({"Typically softer kernel", "Higher pitch", "Wider window", "Lower potential"}),
                   "S1"));
    CHECK(silent_on(item_with_options({"Probably a cyst", "Probably a solid mass", "Hemorrhage", "Scar"}), "S1"));
    CHECK(silent_on(item_with_options({"Most of the liver", "Higher pitch", "Wider window", "Lower potential"}), "S1"));
}
