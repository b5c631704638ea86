#include "app/screens/app.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "app/screens/bank.hpp"
#include "app/screens/class_place.hpp"
#include "app/screens/exam.hpp"
#include "app/screens/exhibits_draw.hpp"
#include "app/screens/first_run.hpp"
#include "app/screens/mock_exam.hpp"
#include "app/screens/practise.hpp"
#include "app/screens/progress.hpp"
#include "app/screens/question.hpp"
#include "app/screens/result.hpp"
#include "app/screens/score_report.hpp"
#include "app/screens/sending.hpp"
#include "app/screens/settings.hpp"
#include "app/screens/today.hpp"
#include "app/screens/words.hpp"
#include "app/widgets/dialog.hpp"
#include "app/widgets/keys.hpp"
#include "app/widgets/page.hpp"
#include "engine/base/error.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Key;

struct RailPlace {
    Place place;
    ui::RailItem item;
};

constexpr ui::Chord ctrl(Key key) { return {.key = key, .ctrl = true}; }

const std::array rail_places = {
    RailPlace{Place::today, {"Today", ui::Icon::today, false, ctrl(Key::d1)}},
    RailPlace{Place::practise, {"Practise", ui::Icon::practise, false, ctrl(Key::d2)}},
    RailPlace{Place::mock_exam, {"Mock exam", ui::Icon::mock_exam, false, ctrl(Key::d3)}},
    RailPlace{Place::progress, {"Progress", ui::Icon::progress, false, ctrl(Key::d4)}},
    RailPlace{Place::bank, {"Bank", ui::Icon::bank, false, ctrl(Key::d5)}},
    RailPlace{Place::classes, {"Class", ui::Icon::group, false, ctrl(Key::d6)}},
    RailPlace{Place::settings, {"Settings", ui::Icon::settings, true, ctrl(Key::d7)}},
};

/// In an exam there is nowhere else to go.
constexpr std::array everywhere_in_exam = {
    KeyHelp{"Ctrl +", "larger text"},
    KeyHelp{"Ctrl \u2212", "smaller text"},
    KeyHelp{"Tab and arrows", "move between controls"},
};

constexpr std::array everywhere = {
    KeyHelp{"Ctrl 1 to Ctrl 7", "the places of the rail"},
    KeyHelp{"Ctrl F", "search the questions"},
    KeyHelp{"Ctrl +", "larger text"},
    KeyHelp{"Ctrl \u2212", "smaller text"},
    KeyHelp{"Ctrl 0", "text as it was"},
    KeyHelp{"Tab and arrows", "move between controls"},
    KeyHelp{"Esc", "back"},
};

/// What a shared folder has not taken by then is sent at the next start.
constexpr std::int64_t longest_farewell_ms = 2000;

bool in_session(Place place) { return place == Place::question || place == Place::result; }

Surround surround_of(Place place) {
    if (place == Place::first_run || place == Place::exam) return Surround::none;
    return in_session(place) ? Surround::session : Surround::rail;
}

std::string_view place_name(Place place) {
    switch (place) {
        case Place::first_run:
            return "First run";
        case Place::today:
            return "Today";
        case Place::practise:
            return "Practise";
        case Place::mock_exam:
            return "Mock exam";
        case Place::exam:
            return "Exam";
        case Place::score_report:
            return "Score report";
        case Place::progress:
            return "Progress";
        case Place::bank:
            return "Bank";
        case Place::classes:
            return "Class";
        case Place::settings:
            return "Settings";
        case Place::question:
            return "Question";
        case Place::result:
            return "Result";
    }
    return "";
}

}  // namespace

struct App::Impl {
    /// A view is made anew when any of these has changed.
    struct Stamp {
        std::uint64_t changes = 0;
        Day day = 0;
        std::int64_t second = 0;  ///< counted in a session and an exam only
        std::uint64_t pictures = 0;
        int fitted = 0;  ///< percent of a fit under way, on its screen only
        std::uint64_t classroom = 0;
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };

    template <class View, class Draft>
    struct Screen {
        Draft draft;
        std::optional<View> view;
        Stamp made;
    };

    Model model;
    std::uint64_t changes = 1;
    Place shown = Place::first_run;
    bool settled = false;  ///< at the first place
    std::string exam;  ///< the drafts belong to
    bool keys_open = false;
    Screen<FirstRunView, FirstRunDraft> first_run;
    Screen<TodayView, TodayDraft> today;
    Screen<PractiseView, PractiseDraft> practise;
    Screen<SettingsView, SettingsDraft> settings;
    Screen<QuestionView, QuestionDraft> question;
    Screen<ResultView, ResultDraft> result;
    Screen<MockExamView, MockExamDraft> mock_exam;
    Screen<ExamView, ExamDraft> exam_page;
    Screen<ScoreReportView, ScoreReportDraft> score_report;
    Screen<ProgressView, ProgressDraft> progress;
    Screen<BankView, BankDraft> bank;
    Screen<ClassView, ClassDraft> classes;  ///< belongs to no exam

    explicit Impl(Model opened) : model(std::move(opened)) {}

    void forget_drafts() {
        first_run = {};
        today = {};
        practise = {};
        settings = {};
        question = {};
        result = {};
        mock_exam = {};
        exam_page = {};
        score_report = {};
        progress = {};
        bank = {};
    }

    /// Runs `action`; what the world refuses becomes the fault on the screen.
    template <class Action>
    void guarded(Action action) {
        try {
            action();
        } catch (const Refused& refused) {
            model.fault = Fault{.heading = "This was refused", .message = refused.what()};
        } catch (const WorldFailed& failed) {
            model.fault = Fault{.heading = "Something is in the way", .message = failed.what()};
        }
    }

    template <class Action>
    void act(Action action) {
        guarded(action);
        ++changes;
        ui::wake_in(0);
    }

    template <class View, class Draft, class MakeView>
    void show(Screen<View, Draft>& screen, MakeView make_view, const Stage& stage, Now now) {
        const bool fitting = model.fitting && shown == Place::progress;
        const Stamp stamp = {.changes = changes,
                             .day = now.day,
                             .second = second_shown(now),
                             .pictures = model.pictures->arrived(),
                             .fitted = fitting ? static_cast<int>(100 * model.fitting->share()) : -1,
                             .classroom = news_of_class(now)};
        if (!screen.view || screen.made != stamp) {
            screen.view = make_view(std::as_const(model), std::as_const(screen.draft), now);
            screen.made = stamp;
        }
        if (const auto event = collimate::draw(*screen.view, screen.draft, stage))
            act([&] { update(model, screen.draft, *event, now); });
    }

    /// What changes by itself each second.
    [[nodiscard]] std::int64_t second_shown(Now now) const {
        if (in_session(shown)) return now.ms / 1000;
        if (shown != Place::exam || !model.sitting) return 0;
        return (model.sitting->exam.sitting().remaining_ms() + 999) / 1000;
    }

    /// Takes what a piece of work for the class ended with. Counts it, and the quarters of a second of one under way.
    [[nodiscard]] std::uint64_t news_of_class(Now now) {
        std::string said;
        const std::uint64_t arrived = model.classroom->arrived(said);
        if (!said.empty()) model.toast = Message{.text = said, .shown_ms = now.ms};
        if (!model.classroom->working()) return arrived * 1'000'000;
        ui::wake_in(0.1);
        return arrived * 1'000'000 + static_cast<std::uint64_t>((now.ms - model.classroom->since_ms()) / 250);
    }

    void pass_time(Now now);
    void tend_memory(Now now);
    void tend_results(Now now);
    void route(const Stage& stage, Now now);
    void settle_place(Now now);
    void go(Place place);
    void draw_rail(const Stage& stage);
    void draw_status(const Stage& stage, Now now);
    void draw_fault(const Stage& stage, Now now);
    void reopen(Now now);
    void draw_toast(const Stage& stage, Now now);
    void draw_keys();
    [[nodiscard]] std::span<const KeyHelp> place_keys() const;
    [[nodiscard]] bool shows_pictures() const;
    void resize_text(int percent, Now now);
    void take_global_keys(Now now);
    [[nodiscard]] std::vector<std::string> status_facts(Now now) const;
};

/// Counts the exam's time in every frame and asks for the next one at the clock's next second, half a second at most,
/// since the time left is kept on disk.
void App::Impl::pass_time(Now now) {
    if (!model.sitting) return;
    guarded([&] { pass_exam_time(model, now); });
    const Sitting& sitting = model.sitting->exam.sitting();
    if (!sitting.running()) return;
    const auto to_next_second = static_cast<double>(sitting.remaining_ms() % 1000 + 1) / 1000.0;
    ui::wake_in(std::min(0.5, to_next_second));
}

/// Fits memory now and then and takes up what it came to, but never while a question is on the screen.
void App::Impl::tend_memory(Now now) {
    if (!model.desk || in_session(shown) || shown == Place::exam) return;
    if (!model.fitting && model.fit_begun != now.day && fit_is_due(model.desk->state(), now.day))
        act([&] { begin_fit(model, now); });
    if (!model.fitting) return;
    if (model.fitting->done()) return act([&] { take_fit(model, now); });
    ui::wake_in(0.1);
}

/// Results go to the class whatever is on the screen, but only outside of a session is told that they do not.
void App::Impl::tend_results(Now now) {
    if (tend_sending(model, now)) {
        ++changes;
        ui::wake_in(0);
    }
    if (model.courier.state() == Courier::State::under_way) ui::wake_in(0.2);
    if (!in_session(shown) && shown != Place::exam) tell_unsent(model, now);
}

/// The one table of places.
void App::Impl::route(const Stage& stage, Now now) {
    switch (shown) {
        case Place::first_run:
            return show(first_run, first_run_view, stage, now);
        case Place::today:
            return show(today, today_view, stage, now);
        case Place::practise:
            return show(practise, practise_view, stage, now);
        case Place::mock_exam:
            return show(mock_exam, mock_exam_view, stage, now);
        case Place::exam:
            return show(exam_page, exam_view, stage, now);
        case Place::score_report:
            return show(score_report, score_report_view, stage, now);
        case Place::progress:
            return show(progress, progress_view, stage, now);
        case Place::bank:
            return show(bank, bank_view, stage, now);
        case Place::classes:
            return show(classes, class_view, stage, now);
        case Place::settings:
            return show(settings, settings_view, stage, now);
        case Place::question:
            return show(question, question_view, stage, now);
        case Place::result:
            return show(result, result_view, stage, now);
    }
}

/// Without an exam there are only the first run and the class, which needs none; another exam starts with fresh drafts.
/// Who leaves a session or an exam has something to tell their class; who has just started the program, perhaps what
/// could not be told before.
void App::Impl::settle_place(Now now) {
    const bool started = !std::exchange(settled, true);
    if (!model.desk && model.place != Place::classes) model.place = Place::first_run;
    if (in_session(model.place) && !model.session) model.place = Place::today;
    if (model.place == Place::exam && !model.sitting) model.place = Place::mock_exam;
    if (model.place == Place::score_report && !model.report) model.place = Place::mock_exam;
    const std::string open = model.bank ? model.bank->outline().exam : "";
    if (open != exam) {
        exam = open;
        forget_drafts();
    }
    if (shown == model.place) return;
    const bool left = shown == Place::question || shown == Place::exam;
    if (left || (started && !in_session(model.place) && model.place != Place::exam)) send_results(model, now);
    shown = model.place;
    if (shown == Place::classes) enter_class(model, now);
    ++changes;
    ui::clear_focus();
}

void App::Impl::go(Place place) {
    model.place = place;
    ui::wake_in(0);
}

void App::Impl::draw_rail(const Stage& stage) {
    std::array<ui::RailItem, rail_places.size()> items;
    std::transform(rail_places.begin(), rail_places.end(), items.begin(),
                   [](const RailPlace& place) { return place.item; });
    const Place current = in_session(shown) ? Place::practise : shown == Place::score_report ? Place::mock_exam : shown;
    const auto at =
        std::find_if(rail_places.begin(), rail_places.end(), [&](const RailPlace& p) { return p.place == current; });
    const ui::Rect rail = {stage.window.x0, stage.window.y0, stage.page.x0, stage.page.y1};
    const ui::Room room = in_session(shown) && stage.room == ui::Room::full ? ui::Room::slim : stage.room;
    if (const auto pressed = ui::rail(rail, items, static_cast<int>(at - rail_places.begin()), room))
        go(rail_places[static_cast<std::size_t>(*pressed)].place);
}

std::vector<std::string> App::Impl::status_facts(Now now) const {
    std::vector<std::string> facts;
    if (const ClassFacts* open = model.classroom->facts(); open != nullptr && shown == Place::classes) {
        // A class has nothing to do with the exam and the record of whoever sits here.
        const std::string store = without_password(open->choice.store);
        facts.push_back(class_name(*open));
        facts.push_back(store.find("://") == std::string::npos ? std::filesystem::path(store).filename().string()
                                                               : store);
        return facts;
    }
    if (model.desk) {
        facts.push_back(exam_name(model.desk->outline()));
        if (const auto exam_day = model.desk->state().goal.exam_day; exam_day && *exam_day >= now.day)
            facts.push_back(counted(*exam_day - now.day, "day left", "days left"));
    }
    if (model.record) {
        facts.push_back(model.record->file().filename().string());
        const TimeMs saved = model.record->last_saved_ms();
        facts.push_back(saved == 0 ? "nothing to save yet" : "saved " + clock_words(saved + model.utc_offset_ms));
    }
    if (model.courier.state() == Courier::State::under_way) facts.emplace_back("sending results");
    if (model.courier.state() == Courier::State::failed) facts.emplace_back("results not sent");
    return facts;
}

void App::Impl::draw_status(const Stage& stage, Now now) {
    if (stage.page.y1 >= stage.window.y1) return;
    const std::vector<std::string> facts = status_facts(now);
    const ui::Rect line = {stage.window.x0, stage.page.y1, stage.window.x1, stage.window.y1};
    if (ui::status_line(line, {.facts = facts, .saved = model.record != nullptr})) keys_open = true;
}

void App::Impl::draw_fault(const Stage& stage, Now now) {
    const bool lost = model.record == nullptr;
    const auto pressed = ui::empty_state(stage.window, {.icon = ui::Icon::warning,
                                                        .tone = ui::Tone::bad,
                                                        .heading = model.fault->heading,
                                                        .text = model.fault->message,
                                                        .primary = lost ? "Try again" : "Go back",
                                                        .ghost = lost ? "Close Collimate" : ""});
    if (pressed == ui::EmptyEvent::ghost) model.closing = true;
    if (pressed != ui::EmptyEvent::primary && !ui::take(Key::enter)) return;
    model.fault.reset();
    if (lost) reopen(now);
    ++changes;
    ui::wake_in(0);
}

void App::Impl::reopen(Now now) {
    const TimeMs offset = model.utc_offset_ms;
    model = open_model(model.folders, model.new_identity, model.new_seed, now);
    model.utc_offset_ms = offset;
}

void App::Impl::draw_toast(const Stage& stage, Now now) {
    if (!model.toast) return;
    const double left = ui::toast_seconds - static_cast<double>(now.ms - model.toast->shown_ms) / 1000.0;
    if (left <= 0) return model.toast.reset();
    ui::toast(stage.page, model.toast->text);
    ui::wake_in(left);
}

std::span<const KeyHelp> App::Impl::place_keys() const {
    switch (shown) {
        case Place::first_run:
            return first_run_keys();
        case Place::today:
            return today_keys();
        case Place::practise:
            return practise_keys();
        case Place::classes:
            return class_keys();
        case Place::settings:
            return settings_keys();
        case Place::mock_exam:
            return mock_exam_keys();
        case Place::exam:
            return exam_keys();
        case Place::score_report:
            return score_report_keys();
        case Place::progress:
            return progress_keys();
        case Place::bank:
            return bank_keys();
        case Place::question:
            return question_keys();
        case Place::result:
            return result_keys();
    }
    return {};
}

bool App::Impl::shows_pictures() const {
    const auto on_page = [](const auto& screen) {
        return screen.view && screen.view->page && !screen.view->page->explained.exhibits.pictures.empty();
    };
    if (shown == Place::bank) return on_page(bank);
    if (shown == Place::score_report) return on_page(score_report);
    if (shown == Place::exam)
        return model.sitting && model.sitting->exam.sitting().phase() == SittingPhase::asking &&
               !model.sitting->exam.question().figures.empty();
    if (shown == Place::result) return on_page(result);
    return shown == Place::question && model.session && !model.session->question().figures.empty();
}

void App::Impl::draw_keys() {
    if (!keys_open) return;
    std::vector<KeyHelp> lines(place_keys().begin(), place_keys().end());
    if (shows_pictures()) lines = with_viewer_keys(lines);
    if (shown == Place::exam)
        lines.insert(lines.end(), everywhere_in_exam.begin(), everywhere_in_exam.end());
    else
        lines.insert(lines.end(), everywhere.begin(), everywhere.end());
    if (ui::key_map(place_name(shown), lines)) keys_open = false;
}

void App::Impl::resize_text(int percent, Now now) {
    percent = std::clamp(percent, text_percent_low, text_percent_high);
    if (percent == model.preferences.text_percent) return;
    model.preferences.text_percent = percent;
    keep_preferences(model, now);
    ++changes;
}

void App::Impl::take_global_keys(Now now) {
    const int percent = model.preferences.text_percent;
    if (ui::take(ctrl(Key::plus)) || ui::take({.key = Key::plus, .ctrl = true, .shift = true}))
        resize_text(percent + 10, now);
    if (ui::take(ctrl(Key::minus))) resize_text(percent - 10, now);
    if (ui::take(ctrl(Key::d0))) resize_text(100, now);
    if (ui::take(Key::question)) keys_open = true;
    if (shown == Place::exam) return;
    if (model.desk && ui::take(ctrl(Key::f))) {
        go(Place::bank);
        ui::focus_on("Search");
    }
    if (model.desk && shown != Place::today && ui::take(Key::escape)) go(Place::today);
}

App::App(Folders folders, std::function<Identity()> new_identity, std::function<std::uint64_t()> new_seed, Now now,
         std::future<Shelf> shelf)
    : App(open_model(std::move(folders), std::move(new_identity), std::move(new_seed), now, std::move(shelf))) {}
App::App(Model model) : impl_(std::make_unique<Impl>(std::move(model))) {}
App::~App() = default;
App::App(App&&) noexcept = default;
App& App::operator=(App&&) noexcept = default;

void App::draw(const ui::Rect& window, Now now) {
    Impl& app = *impl_;
    app.settle_place(now);
    const Stage stage = stage_of(window, app.model.fault ? Surround::none : surround_of(app.shown));
    if (app.model.fault) {
        // While something is in the way, the exam's clock stands: it is not the candidate's fault.
        if (app.model.sitting) app.model.sitting->counted_ms = app.model.steady_ms;
        return app.draw_fault(stage, now);
    }
    app.pass_time(now);
    app.tend_memory(now);
    app.tend_results(now);
    if (surround_of(app.shown) != Surround::none) app.draw_rail(stage);
    app.guarded([&] { app.route(stage, now); });
    app.draw_status(stage, now);
    app.take_global_keys(now);
    app.draw_toast(stage, now);
    app.draw_keys();
}

void App::drop(std::vector<std::filesystem::path> files, Now now) {
    Impl& app = *impl_;
    if (app.shown == Place::exam || app.model.fault) return;
    app.model.place = Place::classes;
    app.settle_place(now);
    app.act([&] { drop_files(app.model, app.classes.draft, std::move(files), now); });
}

float App::text_scale() const { return static_cast<float>(impl_->model.preferences.text_percent) / 100.0f; }

ThemeChoice App::theme() const { return impl_->model.preferences.theme; }

bool App::closing() const { return impl_->model.closing; }

void App::close(Now now) {
    send_results(impl_->model, now);
    finish_sending(impl_->model, now, longest_farewell_ms);
}

Model& App::model() { return impl_->model; }

}  // namespace collimate
