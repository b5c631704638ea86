#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stdlib.h>  // mkdtemp

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <sstream>

#include "app/cli/context.hpp"
#include "app/cli/terminal.hpp"
#include "app/cli/workplace.hpp"
#include "engine/base/error.hpp"
#include "engine/base/output_file.hpp"
#include "engine/record/outbox.hpp"
#include "engine/study/memory.hpp"

namespace collimate {
namespace {

namespace fs = std::filesystem;

struct RecordOptions {
    fs::path record;
    fs::path file;  ///< the other one: backup to write, to restore, or export
    std::string exam;
    std::string format = "package";
    std::string code;
    bool all = false;
    bool sure = false;
};

fs::path file_of(const Context& context, const RecordOptions& options) {
    return options.record.empty() ? context.data / "record.collimate" : options.record;
}

/// A record that must be there: none of these commands makes a new one.
Record existing(const Context& context, const RecordOptions& options) {
    const fs::path file = file_of(context, options);
    if (!fs::exists(file)) throw Refused(fmt::format("{} does not exist; name a record with --record", file.string()));
    return Record::open(file);
}

/// A folder of its own for a copy of a record; gone with this.
class CopyOfRecord {
public:
    explicit CopyOfRecord(const fs::path& file) {
        std::string name = (fs::temp_directory_path() / "collimate-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw WorldFailed(fmt::format("{}: no folder for a copy can be made", name));
        folder_ = name;
        const fs::path log = file.string() + "-wal";  // the last answers may lie there alone
        fs::copy_file(file, this->file());
        if (fs::exists(log)) fs::copy_file(log, this->file().string() + "-wal");
        for (const auto& entry : fs::directory_iterator(folder_))
            fs::permissions(entry.path(), fs::perms::owner_read | fs::perms::owner_write);
    }
    ~CopyOfRecord() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    CopyOfRecord(const CopyOfRecord&) = delete;
    CopyOfRecord& operator=(const CopyOfRecord&) = delete;
    [[nodiscard]] fs::path file() const { return folder_ / "record.collimate"; }

private:
    fs::path folder_;
};

struct RecordToRead {
    std::unique_ptr<CopyOfRecord> copy;  ///< outlives the record
    Record record;
};

/// Where the disk cannot be written, a copy is read instead: to rescue a record takes no more.
RecordToRead existing_to_read(const Context& context, const RecordOptions& options) {
    const fs::path file = file_of(context, options);
    try {
        return {.copy = nullptr, .record = existing(context, options)};
    } catch (const WorldFailed& failed) {
        fmt::print(stderr, "{}; a copy is read instead\n", failed.what());
    }
    try {
        auto copy = std::make_unique<CopyOfRecord>(file);
        Record record = Record::open(copy->file());
        return {.copy = std::move(copy), .record = std::move(record)};
    } catch (const fs::filesystem_error& error) {
        throw WorldFailed(fmt::format("{} cannot be copied ({})", file.string(), error.code().message()));
    }
}

void verify(const Context& context, const RecordOptions& options) {
    const RecordToRead read = existing_to_read(context, options);
    const std::int64_t events = read.record.verify();
    fmt::print("{}: {} events, {} exams, all in order\n", file_of(context, options).string(), events,
               read.record.exams().size());
}

void rebuild(const Context& context, const RecordOptions& options) {
    Record record = existing(context, options);
    record.rebuild();
    fmt::print("{}: derived anew from {} events\n", record.file().string(), record.verify());
}

void fit_record(const Context& context, const RecordOptions& options) {
    (void)existing(context, options);
    const Workplace place = open_workplace(context, options.record, options.exam);
    if (repeats(place.desk->state()) < least_reviews_to_fit) {
        for (const std::string& words : fit_sentences(place.desk->state())) print_wrapped(words);
        throw Refused("there are too few answers to questions met before to fit memory to; go on practising");
    }
    place.desk->keep_fit(fit_memory(place.desk->memory_log()).value(), context.now());
    for (const std::string& words : fit_sentences(place.desk->state())) print_wrapped(words);
}

void back_up(const Context& context, const RecordOptions& options) {
    if (options.file.empty()) {
        fmt::print("{}\n", existing(context, options).backup_daily(context.now().day).string());
        return;
    }
    existing_to_read(context, options).record.backup(options.file);
    fmt::print("{}\n", options.file.string());
}

void restore(const Context& context, const RecordOptions& options) {
    const fs::path file = file_of(context, options);
    const fs::path aside = restore_record(options.file, file, context.now());
    fmt::print("{}: restored from {}\n", file.string(), options.file.string());
    if (!aside.empty()) fmt::print("What was there before is kept in {}\n", aside.string());
}

/// Into a folder goes every package it lacks; into a file the new one, or the last once more.
void export_package(const Context& context, const RecordOptions& options) {
    if (!options.exam.empty()) throw Refused("a result package tells of every exam: leave --exam out");
    const Record record = existing(context, options);
    const fs::path target = options.file.empty() ? fs::current_path() : options.file;
    Outbox outbox = Outbox::open(record, new_device_key());
    if (outbox.put_back())
        fmt::print(stderr, "The record was put back to an earlier state: it goes on as a new device.\n");
    std::vector<fs::path> written;
    if (fs::is_directory(target)) {
        written = outbox.deliver(target, options.code, context.now().ms);
    } else {
        check_target(target);
        const std::int64_t made = outbox.make(options.code, context.now().ms);
        if (outbox.count() == 0) throw Refused("there is no answer to tell of yet; begin with collimate-cli practice");
        if (made > 1) throw Refused(fmt::format("there are {} packages to export: name a folder", made));
        if (made == 0)
            fmt::print(stderr, "Nothing is new since package {}; it is written once more.\n", outbox.count());
        write_whole(target, outbox.bytes_of(outbox.count()));
        written.push_back(target);
    }
    for (const fs::path& file : written) fmt::print("{}\n", file.string());
    if (written.empty()) fmt::print("Nothing is new; every package is in {} already.\n", target.string());
    fmt::print("{}\n", package_limit);
}

void export_record(const Context& context, const RecordOptions& options) {
    if (options.format == "package") return export_package(context, options);
    const RecordToRead read = existing_to_read(context, options);
    const Record& record = read.record;
    if (!options.file.empty()) check_target(options.file);
    std::ostringstream text;
    std::ostream& out = options.file.empty() ? std::cout : text;
    options.format == "csv" ? record.export_csv(out, options.exam) : record.export_json(out, options.exam);
    if (!options.file.empty()) write_whole(options.file, text.str());
}

void remove_backups(const fs::path& file) {
    for (const fs::path& backup : backups_of(file)) {
        std::error_code error;
        fs::remove(backup, error);
        if (error)
            throw WorldFailed(
                fmt::format("{} cannot be removed ({}); remove it yourself", backup.string(), error.message()));
        fmt::print("removed {}\n", backup.string());
    }
}

void forget(const Context& context, const RecordOptions& options) {
    if (options.exam.empty() != options.all) throw Refused("say what is to be forgotten: --exam CODE, or --all");
    Record record = existing(context, options);
    const std::vector<std::string> exams = record.exams();
    if (!options.all && std::find(exams.begin(), exams.end(), options.exam) == exams.end())
        throw Refused(fmt::format("{} has nothing of {}; it holds {}; nothing was removed", record.file().string(),
                                  options.exam, exams.empty() ? "no exam" : fmt::format("{}", fmt::join(exams, ", "))));
    const std::string what = options.all ? "every exam" : options.exam;
    if (!options.sure)
        throw Refused(fmt::format(
            "this removes all answers, notes and reports of {} from {}, and every backup beside it ({}), those of "
            "other exams included, for good; nothing was removed; say --yes to do it",
            what, record.file().string(), backups_of(record.file()).size()));
    const std::int64_t removed = record.forget(options.all ? "" : options.exam);
    fmt::print("{}: {} events of {} removed and the file rewritten\n", record.file().string(), removed, what);
    remove_backups(record.file());
    if (!options.all) fmt::print("{}: new backup without them\n", record.backup_daily(context.now().day).string());
    fmt::print(
        "Copies and exports kept elsewhere are not reached by this, nor what the disk itself may hold of deleted "
        "files.\n");
}

using Action = void (*)(const Context&, const RecordOptions&);

CLI::App* add(CLI::App& group, const char* name, const char* does, Action action,
              const std::shared_ptr<RecordOptions>& options, const Context& context) {
    CLI::App* command = group.add_subcommand(name, does);
    command->add_option("--record", options->record, "Record file; the one of the data folder if left out");
    command->callback([options, action, &context] { action(context, *options); });
    return command;
}

}  // namespace

void add_record_commands(CLI::App& app, Context& context) {
    const auto options = std::make_shared<RecordOptions>();
    CLI::App* group = app.add_subcommand("record", "Check, back up, export or delete a record of answers");
    group->require_subcommand(1);
    add(*group, "verify", "Check the file, every event, and what is derived from them", verify, options, context);
    add(*group, "rebuild", "Derive everything anew from the events", rebuild, options, context);
    add(*group, "fit", "Fit memory to the answers; the schedule follows it where that foretells better", fit_record, options,
        context)
        ->add_option("--exam", options->exam, "Exam code; the one last studied if left out");
    add(*group, "backup", "Write a copy", back_up, options, context)
        ->add_option("-o,--output", options->file, "File to write; the day's backup beside the record if left out");
    add(*group, "restore", "Put a backup in the record's place; the present one is kept aside", restore, options,
        context)
        ->add_option("BACKUP", options->file, "Backup file")
        ->required();
    CLI::App* exporting =
        add(*group, "export", "The result package for a class; everything as JSON lines, or the answers as CSV",
            export_record, options, context);
    exporting->add_option("--format", options->format, "package, json or csv")
        ->check(CLI::IsMember({"package", "json", "csv"}));
    exporting->add_option("--exam", options->exam, "One exam only, of json or csv");
    exporting->add_option("--code", options->code, "Class code, for a package; the one given last if left out");
    exporting->add_option(
        "-o,--output", options->file,
        "File to write, or for packages a folder; if left out, this folder, for json or csv standard output");
    CLI::App* forgetting =
        add(*group, "forget", "Delete the answers of one exam or of all, backups included", forget, options, context);
    forgetting->add_option("--exam", options->exam, "Exam code");
    forgetting->add_flag("--all", options->all, "Every exam");
    forgetting->add_flag("--yes", options->sure, "Really do it");
}

}  // namespace collimate
