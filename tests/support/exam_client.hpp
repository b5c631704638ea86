#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "app/screens/app.hpp"
#include "tests/support/client.hpp"

namespace collimate::test {

/// The client with a person before it who sits exams: two clocks that they let pass, and a computer that can be
/// switched off.
class ExamClient {
public:
    explicit ExamClient(const ExamSource& source) : exam_(source.outline.exam), computer_(std::filesystem::path()) {
        computer_.folders.banks = computer_.home / "banks";
        std::filesystem::create_directories(computer_.folders.banks);
        write_bank(source, computer_.folders.banks / (exam_ + ".bank"));
        app_.emplace(computer_.prepared(exam_, now, now.day + 48));
    }
    /// On a bank of the program.
    explicit ExamClient(std::string exam) : exam_(std::move(exam)), computer_(std::filesystem::path(COLLIMATE_BANKS)) {
        app_.emplace(computer_.prepared(exam_, now, now.day + 48));
    }

    /// Off without a word and on again an hour later, with another beginning of the steady clock.
    void tear_off() {
        app_.reset();
        now.ms += 3'600'000;
        steady_ms_ = 77;
        app_.emplace(computer_.open(now));
    }

    [[nodiscard]] ScreenDriver::Scene scene() {
        return [this](const ui::Rect& window) {
            model().steady_ms = steady_ms_;
            app_->draw(window, now);
        };
    }

    /// Lets time pass on both clocks; the wall clock may step besides.
    void pass(std::int64_t ms, std::int64_t step_ms = 0) {
        steady_ms_ += ms;
        now.ms += ms + step_ms;
    }

    void begin(const ExamSettings& settings) {
        model().steady_ms = steady_ms_;
        begin_exam(model(), settings, now);
    }
    /// Past tutorial and agreement.
    void begin_asking(const ExamSettings& settings) {
        begin(settings);
        exam().finish_tutorial();
        exam().accept_agreement();
    }

    [[nodiscard]] Model& model() { return app_->model(); }
    [[nodiscard]] MockExam& exam() { return model().sitting->exam; }
    [[nodiscard]] const Sitting& sitting() { return exam().sitting(); }

    Now now = morning(0);

private:
    std::string exam_;
    Computer computer_;
    std::optional<App> app_;
    std::int64_t steady_ms_ = 1'000'000;
};

}  // namespace collimate::test
