#include "engine/base/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include "engine/base/error.hpp"

namespace collimate {
namespace fs = std::filesystem;
namespace {

/// The application id of a SQLite file (its file format, section 1.3: four bytes at offset 68, big-endian); absent for
/// any other file.
std::optional<std::uint32_t> database_kind(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::array<unsigned char, 72> head{};
    in.read(reinterpret_cast<char*>(head.data()), head.size());
    if (in.gcount() != static_cast<std::streamsize>(head.size()) ||
        std::memcmp(head.data(), "SQLite format 3", 16) != 0)
        return std::nullopt;
    return std::uint32_t{head[68]} << 24 | std::uint32_t{head[69]} << 16 | std::uint32_t{head[70]} << 8 | head[71];
}

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

}  // namespace

void check_regular(const fs::path& target) {
    std::error_code unreadable;
    const fs::file_status status = fs::symlink_status(target, unreadable);
    if (fs::exists(status) && !fs::is_regular_file(status))
        throw Refused(fmt::format("{} is a folder, a link or a device and is not written over: name a plain file",
                                  target.string()));
}

void check_target(const fs::path& target, std::optional<int> kind) {
    check_regular(target);
    std::error_code unreadable;
    if (!fs::exists(target, unreadable)) return;
    const auto found = database_kind(target);
    if (!kind && found)
        throw Refused(
            fmt::format("{} holds a record, a bank or another database and is not written over: name "
                        "another file",
                        target.string()));
    if (kind && found != static_cast<std::uint32_t>(*kind) && fs::file_size(target, unreadable) != 0)
        throw Refused(
            fmt::format("{} holds something else and is not written over: name another file", target.string()));
}

void sync_to_disk(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool failed = descriptor < 0 || ::fsync(descriptor) != 0;
    const int reason = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (failed)
        throw WorldFailed(
            fmt::format("{} could not be brought to disk ({}): check the disk", path.string(), std::strerror(reason)));
}

void publish(const fs::path& temporary, const fs::path& file) {
    sync_to_disk(temporary);
    std::error_code error;
    fs::rename(temporary, file, error);
    if (error)
        throw WorldFailed(
            fmt::format("{} cannot be written ({}): choose another place", file.string(), error.message()));
    sync_to_disk(folder_of(file));
}

void write_whole(const fs::path& file, std::string_view text) {
    check_target(file);
    const fs::path temporary = folder_of(file) / fmt::format(".{}.{}.new", file.filename().string(), ::getpid());
    std::error_code ignored;
    try {
        std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
        stream.write(text.data(), static_cast<std::streamsize>(text.size()));
        stream.close();
        if (!stream)
            throw WorldFailed(file.string() + ": cannot be written; check the folder and the space on the disk");
        publish(temporary, file);
    } catch (...) {
        fs::remove(temporary, ignored);
        throw;
    }
}

}  // namespace collimate
