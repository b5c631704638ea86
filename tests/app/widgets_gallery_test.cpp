// Photographs of every widget in both modes and two sizes, to be looked at: build/<preset>/pictures/.
#include <array>
#include <string>

#include "app/widgets/input.hpp"
#include "app/widgets/option_card.hpp"
#include "app/widgets/page.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/rail_places.hpp"
#include "tests/support/screen_driver.hpp"

using namespace collimate;
using namespace collimate::test;
using namespace collimate::ui;

namespace {

const std::array<std::string, 4> facts{"ARRT Computed Tomography", "48 days left", "ct-2027.record", "saved 09:41"};

Rect frame_of_page(Rect window, int current, Room space) {
    status_line(take_bottom(window, em(status_height)), {facts});
    (void)rail(take_left(window, rail_width(space)), rail_places, current, space);
    return window;
}

std::vector<Span> words(std::string_view text) { return {{std::string(text), Style::plain}}; }

const std::vector<Span> stem{
    {"The daily scan of a water phantom on a third-generation CT scanner shows the pattern in the "
     "exhibit. CT numbers along the circles differ from those of water by up to 25\u00A0HU. CTDI",
     Style::plain},
    {"vol", Style::sub},
    {" and the phantom position are unchanged from the day before. Which action is most likely to "
     "remove the pattern?",
     Style::plain}};
const std::vector<Span> why_a{{"More mAs lowers noise (\u03C3 \u221D 1/\u221AmAs). A ring is a ", Style::plain},
                              {"systematic", Style::bold},
                              {" error, so it stands out more once the noise around it falls.", Style::plain}};

struct Question {
    int chosen = 1;
    int sure = 1;
    void draw(const Rect& window) {
        Rect page = frame_of_page(window, 1, Room::slim).inset(em(1.88f));
        Rect column = take_left(page, em(35.3f), em(2.35f));
        float x =
            column.x0 + chip({column.x0, column.y0}, "Artifact recognition and reduction", Tone::neutral) + em(0.47f);
        chip({x, column.y0}, "New", Tone::accent);
        column.y0 += em(2.5f);
        column.y0 += paragraph(column.top_left(), column.width(), stem, stem_reading(), colors().text) + em(0.94f);
        const std::array<std::vector<Span>, 4> options{words("Raise the tube current-time product to 300\u00A0mAs"),
                                                       words("Run the air calibration of the detectors"),
                                                       words("Select a smoother reconstruction kernel"),
                                                       words("Widen the scan field of view to 50\u00A0cm")};
        const Group group("options", Arrows::vertical);
        for (int i = 0; i < 4; ++i) {
            const std::string letter(1, static_cast<char>('A' + i));
            const OptionCard card{.letter = letter,
                                  .words = options[static_cast<std::size_t>(i)],
                                  .chosen = chosen == i,
                                  .struck = i == 0};
            const Rect box = take_top(column, option_card_height(card, column.width()), option_gap(false));
            if (option_card(box, card).chosen) chosen = i;
        }
        const std::array<std::string_view, 3> labels{"Guess", "Unsure", "Sure"};
        Rect foot = take_bottom(page, em(large_button_height));
        button(take_right(foot, button_width("Submit", {.key = Chord{Key::enter}}), em(0.94f)), "Submit",
               ButtonKind::primary, {.key = Chord{Key::enter}});
        if (auto next = segmented(take_right(foot, segmented_width(labels, Face::small)), "How sure?", labels, sure,
                                  Face::small))
            sure = *next;
        draw_answered(page);
    }
    static void draw_answered(Rect page) {
        const std::array<OptionCard, 3> cards{
            OptionCard{.letter = "B", .words = answered_words, .answered = OptionOutcome::key, .rationale = why_a},
            OptionCard{
                .letter = "A", .words = answered_words, .answered = OptionOutcome::wrong_choice, .rationale = why_a},
            OptionCard{.letter = "C", .words = answered_words, .answered = OptionOutcome::other, .rationale = why_a}};
        const Scope scope("answered");
        for (const OptionCard& card : cards)
            option_card(take_top(page, option_card_height(card, page.width()), option_gap(false)), card);
    }
    static inline const std::vector<Span> answered_words = words("Run the air calibration of the detectors");
};

struct Controls {
    std::string query = "ring artef", empty, note = "Two lines\nof a note";
    bool on = true, off = false;
    float size = 100;
    int minutes = 2, theme = 1;
    void draw(const Rect& window) {
        Rect page = frame_of_page(window, 6, Room::full).inset(em(1.88f), 0);
        page_title(page, "Settings", "everything that can be pressed");
        page.y0 += em(title_height);
        page.y1 -= em(1.41f);
        const auto cols = columns(page, {1, 1}, em(card_gap));
        left(card(cols[0], "Buttons and chips", "all states"));
        right(card(cols[1], "Fields", "small scope"));
    }
    void left(Rect in) {
        const std::array kinds{ButtonKind::primary, ButtonKind::secondary, ButtonKind::ghost, ButtonKind::danger,
                               ButtonKind::danger_outline};
        const std::array<std::string_view, 5> names{"Start", "Move", "Half a form", "End exam", "Delete"};
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            Rect row = take_top(in, em(button_height), em(0.47f));
            button(take_left(row, button_width(names[i]), em(0.47f)), names[i], kinds[i]);
            const Scope scope("off");
            button(take_left(row, button_width(names[i]), em(0.47f)), names[i], kinds[i],
                   {.enabled = false, .reason = "Nothing is chosen yet"});
        }
        Rect row = take_top(in, em(large_button_height), em(0.47f));
        const ButtonLook keyed{.key = Chord{Key::enter}, .icon_right = Icon::on};
        button(take_left(row, button_width("Next question", keyed), em(0.47f)), "Next question", ButtonKind::primary,
               keyed);
        button(take_left(row, button_width("Export", {.icon = Icon::exported}), em(0.47f)), "Export",
               ButtonKind::secondary, {.icon = Icon::exported});
        button(take_left(row, button_width("Flag", {.icon = Icon::flag_off}), em(0.47f)), "Flag", ButtonKind::ghost,
               {.icon = Icon::flag_off});
        icon_button(take_left(row, em(2.24f)), "Magnify", Icon::magnify, Chord{Key::m});
        Rect chips = take_top(in, em(chip_height), em(0.71f));
        float x = chips.x0;
        x += chip({x, chips.y0}, "Right", Tone::good, Icon::right) + em(0.47f);
        x += chip({x, chips.y0}, "Wrong", Tone::bad, Icon::wrong) + em(0.47f);
        x += chip({x, chips.y0}, "Only 9", Tone::warn, Icon::warning) + em(0.47f);
        x += chip({x, chips.y0}, "New", Tone::accent) + em(0.47f);
        chip({x, chips.y0}, "Dose", Tone::neutral);
        Rect filters = take_top(in, em(filter_chip_height), em(0.71f));
        filter_chip(filters.top_left(), "Due", "18", true);
        filter_chip({filters.x0 + filter_chip_width("Due", "18") + em(0.47f), filters.y0}, "Wrong", "48", false);
        for (const auto& [label, state] :
             {std::pair{"Safety", Check::partly}, std::pair{"Radiation physics", Check::on},
              std::pair{"Protection and dose", Check::off}})
            check_row(take_top(in, em(2.06f), em(0.12f)).inset(-em(0.59f), 0), label, state,
                      state == Check::partly ? 0 : em(1.41f), state == Check::partly ? Face::body_bold : Face::body);
        link(in.top_left(), "Practise these five", Icon::on);
    }
    void right(Rect in) {
        search_input(take_top(in, em(input_height), em(0.71f)), "Search the bank", query);
        input(take_top(in, em(input_height), em(0.71f)), "Name", empty, {.hint = "Name of the class"});
        text_area(take_top(in, em(5), em(0.71f)), "Note", note);
        const std::array<std::string_view, 5> minutes_labels{"15", "30", "45", "60", "90"};
        if (auto next =
                segmented(take_top(in, em(segmented_height), em(0.71f)), "Minutes a day", minutes_labels, minutes))
            minutes = *next;
        const std::array<std::string_view, 3> themes{"System", "Light", "Dark"};
        if (auto next = segmented(take_top(in, em(segmented_height), em(0.71f)), "Theme", themes, theme)) theme = *next;
        if (auto next = slider(take_top(in, em(2), em(0.71f)), "Text size", size, 80, 200, 10,
                               std::to_string(static_cast<int>(size)) + "\u00A0%"))
            size = *next;
        if (switch_control(take_top(in, em(1.65f), em(0.47f)), "Ask how sure I am", on)) on = !on;
        if (switch_control(take_top(in, em(1.65f), em(0.47f)), "Read aloud", off)) off = !off;
        if (checkbox(in.top_left(), "Answer before moving on", off)) off = !off;
    }
};

template <class Scene>
void photograph(const std::string& name, Scene& scene) {
    for (const auto& [suffix, screen] :
         {std::pair{"light_100", test::Screen{}}, std::pair{"dark_100", test::Screen{.mode = Mode::dark}},
          std::pair{"light_150", test::Screen{1920, 1200, 1.5f}},
          std::pair{"dark_150", test::Screen{1920, 1200, 1.5f, Mode::dark}}}) {
        test::ScreenDriver driver([&](const Rect& window) { scene.draw(window); }, screen);
        driver.press(Key::tab);
        driver.photograph(name + "_" + suffix);
    }
}

}  // namespace

TEST_CASE("gallery of widgets", "[gallery]") {
    SECTION("question") {
        Question scene;
        photograph("gallery_question", scene);
        CHECK(scene.chosen == 1);
    }
    SECTION("controls") {
        Controls scene;
        photograph("gallery_controls", scene);
        CHECK(scene.on);
    }
}
