#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <new>
#include <string>
#include <vector>

namespace collimate::test {

/// A disk that keeps only what was synced: SQLite's own file layer, and beside each file a copy of it, `.durable`, as
/// it stood at the last sync. To be installed in a child process; when that has been killed, `cut_power` puts the
/// copies in the place of the files.
namespace forgetful {

struct File {
    sqlite3_file base;
    sqlite3_file* real;
    char path[512];
};

inline File* file_of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
inline sqlite3_file* real_of(sqlite3_file* file) { return file_of(file)->real; }

inline sqlite3_vfs* real_vfs = nullptr;

inline int keep_durable(File* file) {
    sqlite3_int64 size = 0;
    if (const int code = file->real->pMethods->xFileSize(file->real, &size); code != SQLITE_OK) return code;
    std::vector<char> bytes(static_cast<std::size_t>(size));
    if (size > 0) {
        const int code = file->real->pMethods->xRead(file->real, bytes.data(), static_cast<int>(size), 0);
        if (code != SQLITE_OK) return code;
    }
    const std::string kept = std::string(file->path) + ".durable";
    const std::string fresh = kept + ".new";
    std::FILE* out = std::fopen(fresh.c_str(), "wb");
    if (!out) return SQLITE_IOERR;
    const bool whole = std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size();
    return std::fclose(out) == 0 && whole && std::rename(fresh.c_str(), kept.c_str()) == 0 ? SQLITE_OK : SQLITE_IOERR;
}

inline const sqlite3_io_methods& methods() {
    static const sqlite3_io_methods table = [] {
        sqlite3_io_methods m{};
        m.iVersion = 1;
        m.xClose = [](sqlite3_file* f) {
            const int code = real_of(f)->pMethods->xClose(real_of(f));
            ::operator delete(real_of(f));
            return code;
        };
        m.xRead = [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
            return real_of(f)->pMethods->xRead(real_of(f), to, n, at);
        };
        m.xWrite = [](sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
            return real_of(f)->pMethods->xWrite(real_of(f), from, n, at);
        };
        m.xTruncate = [](sqlite3_file* f, sqlite3_int64 n) { return real_of(f)->pMethods->xTruncate(real_of(f), n); };
        m.xSync = [](sqlite3_file* f, int flags) {
            const int code = real_of(f)->pMethods->xSync(real_of(f), flags);
            return code == SQLITE_OK ? keep_durable(file_of(f)) : code;
        };
        m.xFileSize = [](sqlite3_file* f, sqlite3_int64* n) { return real_of(f)->pMethods->xFileSize(real_of(f), n); };
        m.xLock = [](sqlite3_file* f, int level) { return real_of(f)->pMethods->xLock(real_of(f), level); };
        m.xUnlock = [](sqlite3_file* f, int level) { return real_of(f)->pMethods->xUnlock(real_of(f), level); };
        m.xCheckReservedLock = [](sqlite3_file* f, int* out) {
            return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
        };
        m.xFileControl = [](sqlite3_file* f, int op, void* arg) {
            return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
        };
        m.xSectorSize = [](sqlite3_file* f) { return real_of(f)->pMethods->xSectorSize(real_of(f)); };
        // None promised, so that SQLite syncs all it has to.
        m.xDeviceCharacteristics = [](sqlite3_file*) { return 0; };
        return m;
    }();
    return table;
}

inline int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    File* ours = file_of(file);
    ours->base.pMethods = nullptr;
    ours->real = static_cast<sqlite3_file*>(::operator new(static_cast<std::size_t>(real_vfs->szOsFile)));
    std::memset(ours->real, 0, static_cast<std::size_t>(real_vfs->szOsFile));
    std::snprintf(ours->path, sizeof ours->path, "%s", name ? name : "");
    const int code = real_vfs->xOpen(real_vfs, name, ours->real, flags, out_flags);
    if (code == SQLITE_OK)
        ours->base.pMethods = &methods();
    else
        ::operator delete(ours->real);
    return code;
}

/// From here on every database of this process lies on such a disk.
inline void install() {
    real_vfs = sqlite3_vfs_find(nullptr);
    static sqlite3_vfs ours;
    ours = *real_vfs;
    ours.zName = "forgetful";
    ours.szOsFile = sizeof(File);
    ours.xOpen = &open;
    sqlite3_vfs_register(&ours, 1);
}

/// What lies there now is on disk.
inline void settle(const std::filesystem::path& file) {
    std::filesystem::copy_file(file, file.string() + ".durable", std::filesystem::copy_options::overwrite_existing);
    std::filesystem::remove(file.string() + "-wal.durable");
}

/// The file and its log as they were last synced.
inline void cut_power(const std::filesystem::path& file) {
    for (const char* end : {"", "-wal"}) {
        const std::filesystem::path lived = file.string() + end;
        std::filesystem::remove(lived);
        if (std::filesystem::exists(lived.string() + ".durable"))
            std::filesystem::rename(lived.string() + ".durable", lived);
    }
}

}  // namespace forgetful
}  // namespace collimate::test
