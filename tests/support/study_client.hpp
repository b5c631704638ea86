#pragma once

#include <string>

#include "app/screens/app.hpp"
#include "tests/support/client.hpp"

namespace collimate::test {

/// An order of steps and a number to enter, so that every kind of question is met.
inline Item order_item() {
    Item item = small_item(9101, "A.2");
    item.type = ItemType::order;
    item.points = {"point-0"};
    item.stem = "In which order is contrast given by hand before a scan of the abdomen?";
    item.principle = "The line is proven before anything is pushed through it.";
    item.options.clear();
    const std::array<const char*, 5> steps{"Check the name and the allergies", "Insert the cannula",
                                           "Flush with 10 mL of saline", "Inject the contrast medium",
                                           "Start the scan after the delay"};
    for (std::size_t i = 0; i < steps.size(); ++i)
        item.options.push_back({.letter = static_cast<char>('a' + static_cast<int>(i)),
                                .place = static_cast<int>(i) + 1,
                                .text = steps[i],
                                .why = "Nothing that comes later can be undone."});
    item.slips = {{.order = "abdce", .error = "flush left to the end", .why = "An unproven line may leak."}};
    return item;
}

inline Item multiple_item() {
    Item item = small_item(9102, "A.1");
    item.type = ItemType::multiple;
    item.points = {"point-0"};
    item.principle = "Dose follows tube output and table travel.";
    item.options[1].right = true;
    item.options[1].error.clear();
    return item;
}

/// The small exam with one question of every kind.
inline ExamSource every_kind(int per_leaf = 6) {
    ExamSource source = small_source(per_leaf);
    source.items.push_back(order_item());
    source.items.push_back(multiple_item());
    return source;
}

/// The client with a person before it, a clock that they let pass, and a session of their choice.
class StudyClient {
public:
    explicit StudyClient(const ExamSource& source) : computer_(std::filesystem::path()) {
        computer_.folders.banks = computer_.home / "banks";
        std::filesystem::create_directories(computer_.folders.banks);
        write_bank(source, computer_.folders.banks / (source.outline.exam + ".bank"));
        app_.emplace(computer_.prepared(source.outline.exam, now, now.day + 48));
    }

    [[nodiscard]] Model& model() { return app_->model(); }
    [[nodiscard]] Desk& desk() { return *model().desk; }
    [[nodiscard]] Session& session() { return *model().session; }

    /// What the window would do each frame; a frame takes `frame_ms`.
    [[nodiscard]] ScreenDriver::Scene scene() {
        return [this](const ui::Rect& window) {
            now.ms += frame_ms;
            app_->draw(window, now);
        };
    }

    void start(SessionSettings settings) {
        model().session.emplace(Session::start(desk(), std::move(settings), now, model().new_seed()));
        model().place = Place::question;
        now.ms += 1000;  // the window makes its views anew once a second
    }
    void start_on(const std::vector<std::string>& items) {
        SessionSettings settings{.length = static_cast<int>(items.size())};
        settings.filter.items = items;
        start(std::move(settings));
    }

    /// `days` of a session each, a share of `able` right.
    void live(int days, int answers_each, double able) {
        for (int day = 0; day < days; ++day) {
            now = study(desk(), now, answers_each, able, random_);
            next_day();
        }
    }
    void close() { app_->close(now); }
    /// The program is ended and started again.
    void start_anew() {
        app_.reset();
        app_.emplace(computer_.open(now));
    }
    void next_day() {
        now.ms += 24 * 3600 * 1000;
        ++now.day;
    }

    Now now = morning(0);
    std::int64_t frame_ms = 0;

private:
    Computer computer_;
    std::optional<App> app_;
    Random random_{20261122};
};

/// The letter on the screen of a right option, or of a wrong one.
inline ui::Key key_of(const Instance& question, bool right) {
    for (std::size_t i = 0; i < question.choices.size(); ++i)
        if (question.choices[i].right == right)
            return static_cast<ui::Key>(static_cast<int>(ui::Key::a) + static_cast<int>(i));
    return ui::Key::a;
}

}  // namespace collimate::test
