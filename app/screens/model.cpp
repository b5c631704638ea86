#include "app/screens/model.hpp"

#include <utility>

#include "engine/base/error.hpp"
#include "engine/study/rescore.hpp"

namespace collimate {
namespace fs = std::filesystem;
namespace {

void make_data_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        throw WorldFailed(folder.string() + ": the data folder cannot be made (" + error.message() +
                          "); name another one with --data.");
    }
}

std::string rescored_words(const Rescoring& rescoring) {
    return "The bank corrected questions you had answered: " + std::to_string(rescoring.now_right) + " now right, " +
           std::to_string(rescoring.now_wrong) + " now wrong.";
}

}  // namespace

fs::path record_file(const Folders& folders) { return folders.data / "record.collimate"; }
fs::path preferences_file(const Folders& folders) { return folders.data / "preferences.json"; }

Model open_model(Folders folders, std::function<Identity()> new_identity, std::function<std::uint64_t()> new_seed,
                 Now now, std::future<Shelf> shelf) {
    Model model;
    model.folders = std::move(folders);
    model.new_identity = std::move(new_identity);
    model.new_seed = std::move(new_seed);
    model.preferences = load_preferences(preferences_file(model.folders));
    try {
        make_data_folder(model.folders.data);
        model.shelf = shelf.valid() ? shelf.get() : read_shelf(model.folders.banks);
        model.record = std::make_unique<Record>(Record::open(record_file(model.folders), model.new_identity(), now));
        model.record->backup_daily(now.day);
        if (!model.preferences.exam.empty()) open_exam(model, model.preferences.exam, now);
    } catch (const Refused& refused) {
        model.fault = Fault{.heading = "A file was refused", .message = refused.what()};
    } catch (const WorldFailed& failed) {
        model.fault = Fault{.heading = "Something is in the way", .message = failed.what()};
    }
    return model;
}

void open_exam(Model& model, const std::string& wanted, Now now) {
    const std::string exam = wanted;  // `wanted` may belong to the bank that is closed here
    auto bank = std::make_unique<Bank>(Bank::open(bank_file(model.folders.banks, exam)));
    const Rescoring rescoring = rescore(*bank, *model.record, now);
    auto desk = std::make_unique<Desk>(*bank, *model.record);
    leave_desk(model);
    model.desk = std::move(desk);
    model.bank = std::move(bank);
    model.place = Place::today;
    if (rescoring.changed()) model.toast = Message{.text = rescored_words(rescoring), .shown_ms = now.ms};
    if (model.preferences.exam == exam) return;
    model.preferences.exam = exam;
    keep_preferences(model, now);
}

std::uint64_t seed_for(const Model& model, const SessionSettings& settings) {
    return settings.policy == Policy::plan ? plan_seed : model.new_seed();
}

void begin_session(Model& model, SessionSettings settings, Now now) {
    const std::uint64_t seed = seed_for(model, settings);
    Session session = Session::start(*model.desk, std::move(settings), now, seed);
    if (session.phase() == Phase::finished) {
        model.toast = Message{.text = "There is no question to practise here now.", .shown_ms = now.ms};
        return;
    }
    model.session = std::move(session);
    model.place = Place::question;
}

void begin_fit(Model& model, Now now) {
    model.fit_begun = now.day;
    model.fitting = std::make_unique<MemoryWork>(model.desk->memory_log());
}

void take_fit(Model& model, Now now) {
    const std::unique_ptr<MemoryWork> done = std::move(model.fitting);
    if (!done->result()) {
        model.toast = Message{.text = "Memory could not be fitted now; nothing has changed.", .shown_ms = now.ms};
        return;
    }
    model.desk->keep_fit(*done->result(), now);
    model.toast = Message{.text = fit_sentences(model.desk->state()).front(), .shown_ms = now.ms};
}

void leave_desk(Model& model) {
    model.fitting.reset();
    model.fit_begun.reset();
    model.session.reset();
    model.sitting.reset();
    model.report.reset();
    model.results = std::make_shared<KeptResults>();
}

void begin_exam(Model& model, const ExamSettings& settings, Now now) {
    model.sitting.emplace(OpenSitting{.exam = MockExam::start(*model.desk, settings, now, model.new_seed()),
                                      .counted_ms = model.steady_ms});
    model.place = Place::exam;
}

void go_on_with_exam(Model& model, Now now) {
    auto exam = MockExam::resume(*model.desk, now);
    if (!exam) return;
    model.sitting.emplace(OpenSitting{.exam = std::move(*exam), .counted_ms = model.steady_ms});
    model.place = Place::exam;
}

void pass_exam_time(Model& model, Now now) {
    if (!model.sitting) return;
    OpenSitting& sitting = *model.sitting;
    const std::int64_t ms = model.steady_ms - std::exchange(sitting.counted_ms, model.steady_ms);
    if (ms <= 0) return;
    if (const auto notice = sitting.exam.elapse(ms, now)) sitting.notice = notice;
}

void open_report(Model& model, SittingId sitting) {
    OpenReport report = {.result = exam_result(model.bank->outline(), *model.record, sitting)};
    for (const ScoredQuestion& question : report.result.report.questions)
        report.questions.push_back(instance_of(*model.bank, question));
    model.report = std::move(report);
    model.place = Place::score_report;
}

void keep_preferences(Model& model, Now now) {
    try {
        save_preferences(model.preferences, preferences_file(model.folders));
    } catch (const WorldFailed& failed) {
        model.toast = Message{.text = failed.what(), .shown_ms = now.ms};
    }
}

void remove_preferences(const Model& model) {
    const fs::path file = preferences_file(model.folders);
    std::error_code error;
    fs::remove(file, error);
    if (error)
        throw WorldFailed(file.string() + " cannot be removed (" + error.message() + "): make its folder writable.");
}

}  // namespace collimate
