#include <imgui.h>

#include <array>
#include <string>

#include "app/widgets/input.hpp"
#include "app/widgets/option_card.hpp"
#include "app/widgets/page.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/screen_driver.hpp"

using namespace collimate;
using namespace collimate::ui;
using test::ScreenDriver;

namespace {

/// One of each control that can be pressed, counting what happened.
struct Panel {
    int pressed = 0, hidden_pressed = 0, segment = 0;
    bool ticked = false, switched = false, filtered = false;
    float amount = 50;
    std::string words;
    int chosen = -1;
    bool struck = false;

    void draw(const Rect& window) {
        Rect in = window.inset(em(2));
        pressed += button(take_top(in, em(2.3f), em(1)), "Start", ButtonKind::primary) ? 1 : 0;
        button(take_top(in, em(2.3f), em(1)), "Blocked", ButtonKind::secondary,
               {.enabled = false, .reason = "no questions"});
        const std::array<std::string_view, 3> labels{"Guess", "Unsure", "Sure"};
        if (auto next = segmented(take_top(in, em(2.1f), em(1)), "How sure", labels, segment)) segment = *next;
        if (checkbox(take_top(in, em(1.7f), em(1)).top_left(), "Weak areas only", ticked)) ticked = !ticked;
        if (switch_control(take_top(in, em(1.7f), em(1)), "Read aloud", switched)) switched = !switched;
        if (filter_chip(take_top(in, em(1.8f), em(1)).top_left(), "Due", "7", filtered)) filtered = !filtered;
        if (auto next = slider(take_top(in, em(2), em(1)), "Size", amount, 0, 100, 10, "50")) amount = *next;
        input(take_top(in, em(2.5f), em(1)), "Search", words);
        draw_options(in);
        const Clip none({0, 0, 1, 1});
        hidden_pressed += button(take_bottom(in, em(2)), "Clipped away") ? 1 : 0;
    }

    void draw_options(Rect& in) {
        const Group group("options", Arrows::vertical);
        const std::vector<Span> text{{"Run the air calibration", Style::plain}};
        for (int i = 0; i < 3; ++i) {
            const std::string letter(1, static_cast<char>('A' + i));
            const OptionCard card{.letter = letter, .words = text, .chosen = chosen == i, .struck = i == 2 && struck};
            const OptionEvent event =
                option_card(take_top(in, option_card_height(card, in.width()), option_gap(false)), card);
            if (event.chosen) chosen = i;
            if (event.struck) struck = !struck;
        }
    }
};

struct PanelDesk {
    Panel panel;
    ScreenDriver driver{[this](const Rect& window) { panel.draw(window); }};
};

}  // namespace

TEST_CASE("colour tokens") {
    SECTION("contrast follows the WCAG formula at its known points") {
        CHECK(contrast(rgb(0x000000), rgb(0xFFFFFF)) == Approx(21.0));
        // WebAIM's example of the 4.5:1 limit on white.
        CHECK(contrast(rgb(0x767676), rgb(0xFFFFFF)) == Approx(4.54).epsilon(0.002));
    }
    SECTION("text and state colours keep the contrasts the design promises") {
        for (const Mode which : {Mode::light, Mode::dark}) {
            const Palette& c = palette(which);
            for (const Color ground : {c.rail, c.canvas, c.surface, c.sunken, c.accent_soft})
                CHECK(contrast(c.muted, ground) >= 6.25);
            for (const Color ground : {c.canvas, c.surface}) {
                CHECK(contrast(c.text, ground) >= 14.0);
                CHECK(contrast(c.edge, ground) >= 3.1);
                CHECK(contrast(c.accent, ground) >= 6.5);
            }
            for (const Color soft : {c.good_soft, c.warn_soft, c.bad_soft, c.accent_soft})
                CHECK(contrast(c.text, soft) >= 11.0);
            CHECK(contrast(c.good, c.good_soft) >= 5.0);
            CHECK(contrast(c.warn, c.warn_soft) >= 5.0);
            CHECK(contrast(c.bad, c.bad_soft) >= 5.0);
            CHECK(contrast(c.on_accent, c.accent) >= 7.0);
            CHECK(contrast(c.on_good, c.good) >= 5.9);
            CHECK(contrast(c.on_bad, c.bad) >= 7.0);
            CHECK(contrast(c.exam_muted, c.exam_bar) >= 7.0);
            CHECK(contrast(c.toast_action, c.toast) >= 5.5);
            for (const Color cell : c.diverging) CHECK(contrast(ink_on(cell), cell) >= 4.55);
            for (const Color cell : c.sequential) CHECK(contrast(ink_on(cell), cell) >= 4.55);
        }
    }
    SECTION("a mixture runs from the ground to the token") {
        const Color a = rgb(0x102030);
        const Color b = rgb(0xF0E0D0);
        CHECK(mix(a, b, 0) == a);
        CHECK(mix(a, b, 1) == b);
        CHECK(mix(a, b, 0.5f) == rgb(0x808080));
    }
    SECTION("the diverging ramp turns at the cut") {
        CHECK(diverging(0) == colors().diverging[4]);
        CHECK(diverging(-1) == colors().diverging.front());
        CHECK(diverging(1) == colors().diverging.back());
    }
}

TEST_CASE("controls by mouse") {
    PanelDesk desk;
    auto& [panel, driver] = desk;
    SECTION("what is visible and on can be clicked by its name") {
        driver.click("Start");
        CHECK(panel.pressed == 1);
        driver.click("Sure");
        CHECK(panel.segment == 2);
        driver.click("Weak areas only");
        CHECK(panel.ticked);
        driver.click("Read aloud");
        CHECK(panel.switched);
        driver.click("Due");
        CHECK(panel.filtered);
        driver.click("Option B");
        CHECK(panel.chosen == 1);
    }
    SECTION("what is off, hidden or absent cannot") {
        CHECK_THROWS(driver.click("Blocked"));
        CHECK_THROWS(driver.click("Clipped away"));
        CHECK_THROWS(driver.click("Nowhere"));
        CHECK(panel.hidden_pressed == 0);
    }
    SECTION("the strike icon strikes and does not choose") {
        driver.click("Strike out C");
        CHECK(panel.struck);
        CHECK(panel.chosen == -1);
        CHECK(driver.sees("struck out"));
    }
    SECTION("text goes where the caret is") {
        driver.click("Search");
        driver.type("ring artefact");
        CHECK(panel.words == "ring artefact");
        CHECK(driver.find("Search")->value == "ring artefact");
        driver.press(Key::backspace);
        CHECK(panel.words == "ring artefac");
    }
    SECTION("a slider follows the mouse in its steps") {
        const Rect rect = driver.find("Size")->rect;
        driver.drag(rect.centre(), {rect.x1 - 1, rect.centre().y});
        CHECK(panel.amount == 100);
    }
    SECTION("a click shows no focus ring") {
        driver.click("Start");
        CHECK(driver.focused().empty());
    }
}

TEST_CASE("controls by keyboard") {
    PanelDesk desk;
    auto& [panel, driver] = desk;
    SECTION("Tab visits every control in reading order, a segmented control once, and returns to the first") {
        for (const char* name : {"Start", "Guess", "Weak areas only", "Read aloud", "Due", "Size", "Search", "Option A",
                                 "Option B", "Option C", "Clipped away", "Start"}) {
            driver.press(Key::tab);
            CHECK(driver.focused() == name);
        }
    }
    SECTION("Shift and Tab go back") {
        driver.press(Key::tab);
        driver.press(Key::tab);
        driver.press({Key::tab, false, true});
        CHECK(driver.focused() == "Start");
    }
    SECTION("Enter or Space press a button once") {
        driver.press(Key::tab);
        driver.press(Key::enter);
        CHECK(panel.pressed == 1);
        driver.press(Key::space);
        CHECK(panel.pressed == 2);
    }
    SECTION("arrows move within a segmented control and Space chooses") {
        focus_on("Guess");
        driver.frame(2);
        driver.press(Key::right);
        CHECK(driver.focused() == "Unsure");
        driver.press(Key::space);
        CHECK(panel.segment == 1);
    }
    SECTION("boxes, switches and filters turn with Space") {
        for (const char* name : {"Weak areas only", "Read aloud", "Due"}) {
            focus_on(name);
            driver.frame(2);
            driver.press(Key::space);
        }
        CHECK(panel.ticked);
        CHECK(panel.switched);
        CHECK(panel.filtered);
    }
    SECTION("arrows move a slider") {
        focus_on("Size");
        driver.frame(2);
        driver.press(Key::right);
        CHECK(panel.amount == 60);
        driver.press(Key::left);
        driver.press(Key::left);
        CHECK(panel.amount == 40);
    }
    SECTION("up and down move between options; Enter stays with the page") {
        focus_on("Option A");
        driver.frame(2);
        driver.press(Key::down);
        driver.press(Key::enter);
        CHECK(panel.chosen == -1);
        driver.press(Key::space);
        CHECK(panel.chosen == 1);
    }
    SECTION("Tab enters a field, typing fills it, Tab leaves it") {
        focus_on("Due");
        driver.frame(2);
        driver.press(Key::tab);
        driver.press(Key::tab);
        driver.type("kVp");
        CHECK(panel.words == "kVp");
        driver.press(Key::tab);
        driver.type("x");
        CHECK(panel.words == "kVp");
        CHECK(driver.focused() == "Option A");
    }
}

TEST_CASE("keys") {
    bool wide = false, letter = false;
    std::string words;
    ScreenDriver driver([&](const Rect& window) {
        input(centred(window, em(20), em(2.5f)), "Search", words);
        wide = wide || take({Key::f, true});
        letter = letter || take(Key::f);
    });
    SECTION("letters reach the page") {
        driver.press(Key::f);
        CHECK(letter);
    }
    SECTION("letters belong to a field being edited, commands do not") {
        driver.click("Search");
        driver.press(Key::f);
        CHECK_FALSE(letter);
        driver.press({Key::f, true});
        CHECK(wide);
    }
    SECTION("captions read as on a keyboard") {
        CHECK(caption({Key::f, true}) == "Ctrl F");
        CHECK(caption({Key::enter}) == "Enter");
        CHECK(caption({Key::d7}) == "7");
        CHECK(caption({Key::f8}) == "F8");
    }
}

TEST_CASE("text") {
    ScreenDriver driver([](const Rect&) {});
    const std::vector<Span> spans{{"The displayed CTDI", Style::plain},
                                  {"vol", Style::sub},
                                  {" is 8.0\u00A0mGy for a scan length of 320\u00A0mm at pitch 1.0.", Style::plain}};
    SECTION("no line is wider than the column and fewer lines fit a wider one") {
        int before = 1000;
        for (float width = 120; width < 900; width += 60) {
            const TextSize size = measure(spans, stem_reading(), width);
            CHECK(size.width <= width);
            CHECK(size.lines <= before);
            CHECK(size.height == Approx(static_cast<float>(size.lines) * stem_reading().line));
            before = size.lines;
        }
        CHECK(before == 1);
    }
    SECTION("a figure and its unit stay on one line") {
        for (float width = 90; width < 400; width += 7) {
            const auto boxes = word_boxes({0, 0}, width, spans, body_reading());
            for (const WordBox& box : boxes) CHECK(box.box.x1 <= width + 0.5f);
            // 13 blanks that may break make 14 words; the two unbreakable ones make none.
            CHECK(boxes.back().word == 13);
        }
    }
    SECTION("a script stays with its word") {
        const float word = text_width(Face::stem, "CTDI") + text_width(Face::small, "vol");
        const TextSize size =
            measure(std::vector<Span>{{"CTDI", Style::plain}, {"vol", Style::sub}}, stem_reading(), word + 1);
        CHECK(size.lines == 1);
        CHECK(size.width == Approx(word));
    }
    SECTION("a word wider than the column is broken, none of it is lost") {
        const TextSize size = measure("pneumonoultramicroscopicsilicovolcanoconiosis", body_reading(), 100);
        CHECK(size.lines >= 4);
        CHECK(size.width <= 100);
    }
    SECTION("written line breaks are kept") { CHECK(measure("one\ntwo\nthree", body_reading(), 500).lines == 3); }
    SECTION("an ellipsis fits and is only used when needed") {
        const std::string name = "Head, spine, musculoskeletal";
        CHECK(ellipsis(Face::body, name, 1000) == name);
        const std::string cut = ellipsis(Face::body, name, 100);
        CHECK(text_width(Face::body, cut) <= 100);
        CHECK(cut.substr(cut.size() - 3) == "\u2026");
    }
    SECTION("figures of equal length are equally wide") {
        for (const Face face : {Face::figure, Face::body, Face::small, Face::heading})
            CHECK(figures_width(face, "111.1") == Approx(figures_width(face, "888.8")));
    }
    SECTION("an em is 17 pixels at 100 % and all signs of physics can be shown") {
        CHECK(em() == 17);
        CHECK(uncovered("μ σ π Δ Ω ≤ ≥ ≈ ∝ √ ∞ → ↔ − × ± ° ² ³ ₂ ⁻¹ ½ … “quoted” ‘it’ – é ü å ñ").empty());
        driver.frame();
        CHECK(uncovered("μ σ π Δ Ω ≤ ≥ ≈ ∝ √ ∞ → ↔ − × ± ° ² ³ ₂ ⁻¹ ½ … “quoted” ‘it’ – é ü å ñ").empty());
        CHECK(uncovered("\U0001F600").size() == 1);
    }
}

TEST_CASE("rasteriser") {
    test::TestTexture white{1, 1, {0xFFFFFFFFu}};
    ImDrawList list(nullptr);
    const std::uint32_t red = rgb(0xFF0000);
    const auto draw = [&](std::initializer_list<ImVec2> corners, std::initializer_list<unsigned> order,
                          std::uint32_t color) {
        list.CmdBuffer.resize(0);
        list.VtxBuffer.resize(0);
        list.IdxBuffer.resize(0);
        for (const ImVec2& corner : corners) list.VtxBuffer.push_back({corner, {0, 0}, color});
        for (const unsigned index : order) list.IdxBuffer.push_back(static_cast<ImDrawIdx>(index));
        ImDrawCmd command;
        command.ClipRect = {0, 0, 8, 8};
        command.TextureId = &white;
        command.ElemCount = static_cast<unsigned>(order.size());
        list.CmdBuffer.push_back(command);
        return test::rasterise(list, 8, 8, rgb(0x000000));
    };
    const auto count = [](const test::Picture& picture, std::uint32_t color) {
        return std::count(picture.pixels.begin(), picture.pixels.end(), color);
    };
    SECTION("a right triangle covers the pixels whose centres lie in it") {
        // Legs of 4: centres with x + y < 4 inside, those on x + y = 4 on the edge. 6 inside, 4 on the edge.
        const auto picture = draw({{0, 0}, {4, 0}, {0, 4}}, {0, 1, 2}, red);
        CHECK(picture.at(0, 0) == red);
        CHECK(picture.at(2, 0) == red);
        CHECK(picture.at(3, 3) != red);
        const auto covered = count(picture, red);
        CHECK((covered == 6 || covered == 10));
    }
    SECTION("two triangles of a square own each pixel exactly once") {
        const auto picture = draw({{1, 1}, {7, 1}, {7, 7}, {1, 7}}, {0, 1, 2, 0, 2, 3}, with_alpha(red, 0.5f));
        CHECK(count(picture, rgb(0x800000)) == 36);
    }
    SECTION("nothing is painted outside the clip") {
        const auto picture = draw({{-9, -9}, {90, -9}, {90, 90}, {-9, 90}}, {0, 1, 2, 0, 2, 3}, red);
        CHECK(count(picture, red) == 64);
    }
}
