#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include "tests/support/temp_folder.hpp"

namespace collimate::test {

/// The machine itself does not crash in a test, so nothing has to reach the disk there; on a busy one flushing takes
/// longer than a store waits for its server.
enum class Flushing { off, on };

/// A PostgreSQL server of Debian's package on a loopback port, with its files in a folder of its own; gone with this.
/// initdb refuses root, so under root the server runs as nobody.
class PostgresServer {
public:
    /// The newest one installed; absent where there is none.
    [[nodiscard]] static std::optional<std::string> programs() {
        std::optional<std::string> found;
        std::error_code ignored;
        for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", ignored))
            if (std::filesystem::exists(entry.path() / "bin/initdb") && entry.path().string() > found.value_or(""))
                found = entry.path().string();
        return found ? std::optional(*found + "/bin/") : std::nullopt;
    }

    explicit PostgresServer(Flushing flushing = Flushing::off)
        : programs_(programs().value()), flushing_(flushing), port_(free_port()) {
        std::filesystem::create_directory(folder_ / "run");
        if (::geteuid() == 0) {
            const passwd* nobody = ::getpwnam("nobody");
            for (const auto& path : {folder_.path(), folder_ / "run"})
                if (!nobody || ::chown(path.c_str(), nobody->pw_uid, nobody->pw_gid) != 0)
                    throw std::runtime_error("no user nobody to run PostgreSQL as");
            as_user_ = "setpriv --reuid=nobody --regid=" + std::to_string(nobody->pw_gid) + " --clear-groups -- ";
        }
        must("initdb -D " + data() + " -U tester --auth=trust -N -E UTF8 --locale=C");
        start();
    }
    ~PostgresServer() { run("pg_ctl -D " + data() + " -m immediate stop"); }
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    void start() {
        must("pg_ctl -D " + data() + " -w -l " + (folder_ / "run/log").string() + " -o '-p " + std::to_string(port_) +
             (flushing_ == Flushing::off ? " -c fsync=off" : "") + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + (folder_ / "run").string() +
             "' start");
    }
    /// As in a power cut of the server.
    void crash() { run("pg_ctl -D " + data() + " -m immediate stop"); }

    /// The address of a database.
    [[nodiscard]] std::string database(const std::string& name, const std::string& login = "tester") {
        return "postgresql://" + login + "@127.0.0.1:" + std::to_string(port_) + "/" + name;
    }
    [[nodiscard]] std::string new_database() {
        const std::string name = "class" + std::to_string(++databases_);
        sql("postgres", "CREATE DATABASE " + name);
        return database(name);
    }

    /// What psql prints for a statement, errors included.
    std::string sql(const std::string& database_name, const std::string& statement,
                    const std::string& login = "tester") {
        write_bytes(folder_ / "statement.sql", statement + ";\n");
        const std::string out = (folder_ / "psql.txt").string();
        const std::string command = programs_ + "psql -X -q -A -t -f " + (folder_ / "statement.sql").string() + " '" +
                                    database(database_name, login) + "' >" + out + " 2>&1";
        if (std::system(command.c_str()) != 0) return "psql failed: " + bytes_of(out);
        std::string text = bytes_of(out);
        while (!text.empty() && text.back() == '\n') text.pop_back();
        return text;
    }
    /// The database that an address ends with.
    static std::string name_in(const std::string& address) { return address.substr(address.rfind('/') + 1); }

private:
    [[nodiscard]] std::string data() const { return (folder_ / "run/data").string(); }

    void run(const std::string& program) {
        const std::string command =
            "cd / && " + as_user_ + programs_ + program + " >>" + (folder_ / "out.txt").string() + " 2>&1";
        failed_ = std::system(command.c_str()) != 0;
    }
    void must(const std::string& program) {
        run(program);
        if (failed_) throw std::runtime_error(program + ": " + bytes_of(folder_ / "out.txt"));
    }

    static int free_port() {
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        const bool bound = ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                           ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
        ::close(socket);
        if (!bound) throw std::runtime_error("no free port");
        return ntohs(address.sin_port);
    }

    TempFolder folder_;
    std::string programs_;
    std::string as_user_;
    Flushing flushing_;
    bool failed_ = false;
    int port_ = 0;
    int databases_ = 0;
};

}  // namespace collimate::test
