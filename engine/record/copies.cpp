// Copies of a record: backups and their return.
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "engine/base/error.hpp"
#include "engine/base/output_file.hpp"
#include "engine/record/file.hpp"
#include "engine/record/record.hpp"

namespace collimate {
namespace fs = std::filesystem;
namespace {

constexpr Day daily_backups_kept = 14;

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

fs::path backup_folder(const fs::path& file) { return folder_of(file) / "backups"; }

fs::path make_backup_folder(const fs::path& file) {
    const fs::path folder = backup_folder(file);
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw WorldFailed(
            fmt::format("{} cannot be made ({}): make its folder writable", folder.string(), error.message()));
    return folder;
}

fs::path temporary_for(const fs::path& file) {
    return folder_of(file) / fmt::format(".{}.{}.new", file.filename().string(), ::getpid());
}

/// The day in the name of a daily backup; absent for other files.
std::optional<Day> day_of_backup(const fs::path& backup, const fs::path& file) {
    const std::string name = backup.stem().string();
    const std::string prefix = file.stem().string() + "-";
    if (!name.starts_with(prefix)) return std::nullopt;
    return parse_day(std::string_view(name).substr(prefix.size()));
}

void copy_file_to(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
    if (!error) return;
    const std::string fault = error.message();
    fs::remove(to, error);
    throw WorldFailed(fmt::format("{} cannot be written ({}): free some space", to.string(), fault));
}

/// Gives a finished temporary file `stem`.collimate for a name, or `stem`-2.collimate and so on where that is taken. A
/// link, not a rename: it never replaces a copy that is there.
fs::path keep_under_free_name(const fs::path& temporary, const fs::path& stem) {
    sync_to_disk(temporary);
    fs::path name;
    int fault = EEXIST;
    for (int number = 1; fault == EEXIST; ++number) {
        name = stem.string() + (number == 1 ? "" : fmt::format("-{}", number)) + ".collimate";
        fault = ::link(temporary.c_str(), name.c_str()) == 0 ? 0 : errno;
    }
    std::error_code ignored;
    fs::remove(temporary, ignored);
    if (fault != 0)
        throw WorldFailed(
            fmt::format("{} cannot be written ({}): free some space", name.string(), std::strerror(fault)));
    sync_to_disk(folder_of(name));
    return name;
}

/// Refuses to replace anything but an earlier copy of the same candidate's record.
void check_backup_target(const fs::path& target, const Record& record) {
    check_target(target, record_application_id);
    std::error_code unreadable;
    if (!fs::exists(target, unreadable) || fs::file_size(target, unreadable) == 0) return;
    if (fs::equivalent(target, record.file(), unreadable))
        throw Refused(fmt::format("{} is the record itself: name another file for the copy", target.string()));
    const auto present = open_record_file(target);
    if (present->execAndGet("SELECT id FROM candidate").getString() != record.candidate())
        throw Refused(fmt::format("{} is the record of another candidate and is not written over: name another file",
                                  target.string()));
}

/// A record of an older format, brought up to date in place; the file it was copied from stays as it is.
void migrate_copy(const fs::path& file) {
    try {
        const auto database = open_record_file(file);
        if (format_of(*database) != record_schema) migrate_format(*database);
    } catch (const SQLite::Exception& error) {
        rethrow(error, file);
    }
}

/// Sets the present record aside. One that can no longer be opened is kept as it is, with its write-ahead log.
fs::path set_aside(const fs::path& file, Now now) {
    std::string stamp = format_time(now.ms);
    std::replace(stamp.begin(), stamp.end(), ':', '.');
    const fs::path stem = make_backup_folder(file) / fmt::format("{}-before-restore-{}", file.stem().string(), stamp);
    const fs::path temporary = temporary_for(stem);
    std::optional<Record> present;
    try {
        present.emplace(Record::open(file));
    } catch (const RecordHeld&) {
        throw;
    } catch (const Refused&) {
        const fs::path log = file.string() + "-wal";
        copy_file_to(file, temporary);
        const fs::path aside = keep_under_free_name(temporary, stem);
        if (fs::exists(log)) copy_file_to(log, aside.string() + "-wal");
        sync_to_disk(folder_of(aside));
        return aside;
    }
    present->backup(temporary);
    return keep_under_free_name(temporary, stem);
}

}  // namespace

void Record::backup(const fs::path& target) const {
    check_backup_target(target, *this);
    const fs::path temporary = temporary_for(target);
    std::error_code ignored;
    fs::remove(temporary, ignored);
    try {
        copy_into(temporary);
        publish(temporary, target);
    } catch (...) {
        fs::remove(temporary, ignored);
        throw;
    }
}

/// A copy among the backups, named by what it was made for.
fs::path Record::keep_copy(const std::string& label) const {
    const fs::path stem = make_backup_folder(file()) / fmt::format("{}-{}", file().stem().string(), label);
    const fs::path temporary = temporary_for(stem);
    std::error_code ignored;
    fs::remove(temporary, ignored);
    try {
        copy_into(temporary);
    } catch (...) {
        fs::remove(temporary, ignored);
        throw;
    }
    return keep_under_free_name(temporary, stem);
}

fs::path Record::backup_daily(Day day) const {
    const fs::path folder = make_backup_folder(file());
    const fs::path target = folder / fmt::format("{}-{}.collimate", file().stem().string(), format_day(day));
    if (!fs::exists(target)) backup(target);
    for (const fs::path& kept : backups_of(file())) {
        const auto made = day_of_backup(kept, file());
        std::error_code ignored;
        if (made && *made + daily_backups_kept <= day) fs::remove(kept, ignored);
    }
    return target;
}

std::vector<fs::path> backups_of(const fs::path& file) {
    std::vector<std::pair<fs::file_time_type, fs::path>> found;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(backup_folder(file), ignored))
        if (entry.path().extension() == ".collimate" &&
            entry.path().filename().string().starts_with(file.stem().string() + "-"))
            found.emplace_back(entry.last_write_time(ignored), entry.path());
    std::sort(found.begin(), found.end(), std::greater<>());
    std::vector<fs::path> files;
    for (auto& [time, path] : found) files.push_back(std::move(path));
    return files;
}

fs::path restore_record(const fs::path& backup, const fs::path& file, Now now) {
    if (!fs::exists(backup)) throw Refused(fmt::format("{} does not exist: name a backup", backup.string()));
    check_regular(file);
    const fs::path temporary = temporary_for(file);
    std::error_code ignored;
    try {
        copy_file_to(backup, temporary);
        migrate_copy(temporary);
        Record::open(temporary).verify();
        const fs::path aside = fs::exists(file) ? set_aside(file, now) : fs::path();
        // A log left by a damaged file must not be replayed into the restored one.
        fs::remove(file.string() + "-wal", ignored);
        publish(temporary, file);
        return aside;
    } catch (const Refused& refused) {
        fs::remove(temporary, ignored);
        throw Refused(fmt::format("{} was not restored: {}", backup.string(), refused.what()));
    } catch (...) {
        fs::remove(temporary, ignored);
        throw;
    }
}

}  // namespace collimate
