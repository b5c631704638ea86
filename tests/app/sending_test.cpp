#include "app/screens/sending.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/screens/settings.hpp"
#include "engine/record/outbox.hpp"
#include "engine/record/package.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/client.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/study_client.hpp"

using namespace collimate;
using namespace collimate::test;
namespace fs = std::filesystem;

namespace {

std::vector<Package> packages_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<Package> packages;
    for (const fs::path& file : files) packages.push_back(read_package(bytes_of(file)));
    return packages;
}

/// Sends and waits for the end of it.
void send(StudyClient& client) {
    send_results(client.model(), client.now);
    finish_sending(client.model(), client.now, 600'000);
}

/// A shared folder that hangs, as one of a network does whose server has gone: writing the first package of a record
/// waits in the opening of a pipe that nobody reads.
class HangingFolder {
public:
    HangingFolder(fs::path folder, const Record& record) : folder_(std::move(folder)) {
        Outbox outbox = Outbox::open(record, {.seed = {7}});
        outbox.make("", morning(1).ms);
        package_ = folder_ / outbox.name_of(1);
        temporary_ = folder_ / ("." + outbox.name_of(1) + "." + std::to_string(::getpid()) + ".new");
        if (::mkfifo(temporary_.c_str(), 0600) != 0) throw std::runtime_error("no pipe");
        fs::create_hard_link(temporary_, folder_ / "pipe");
    }
    ~HangingFolder() { wake(); }
    HangingFolder(const HangingFolder&) = delete;
    HangingFolder& operator=(const HangingFolder&) = delete;

    /// Another process has temporary names of its own.
    void begin_anew() const { fs::remove(temporary_); }
    /// What hung goes on, and finds that this is no place for a file.
    void wake() {
        if (pipe_ < 0) pipe_ = ::open((folder_ / "pipe").c_str(), O_RDWR | O_CLOEXEC);
    }
    [[nodiscard]] const fs::path& package() const { return package_; }

private:
    fs::path folder_, package_, temporary_;
    int pipe_ = -1;  ///< stays open, so that nobody waits for the other end
};

}  // namespace

TEST_CASE("sending results to the class") {
    const TempFolder shared;
    const fs::path folder = shared / "class";
    StudyClient client(every_kind());
    Model& model = client.model();
    SECTION("does nothing where no folder was chosen") {
        client.live(1, 5, 0.7);
        send(client);
        CHECK_FALSE(model.toast);
        CHECK_FALSE(fs::exists(model.record->file().string() + ".device"));
    }
    SECTION("writes what is new and nothing twice, under the class's code") {
        fs::create_directory(folder);
        model.preferences.shared_folder = folder.string();
        model.preferences.class_code = "RAD-2027";
        client.live(1, 5, 0.7);
        send(client);
        REQUIRE(packages_in(folder).size() == 1);
        CHECK(packages_in(folder).front().answers.size() == 5);
        CHECK(packages_in(folder).front().code == "RAD-2027");
        send(client);
        CHECK(packages_in(folder).size() == 1);
        client.live(1, 3, 0.7);
        send(client);
        REQUIRE(packages_in(folder).size() == 2);
        CHECK(packages_in(folder).back().answers.size() == 3);
        CHECK(packages_in(folder).back().link.previous == packages_in(folder).front().link.own);
        CHECK_FALSE(model.toast);
    }
    SECTION("says that the folder is missing, and sends all of it once it is there") {
        model.preferences.shared_folder = folder.string();
        client.live(1, 5, 0.7);
        send(client);
        tell_unsent(model, client.now);
        REQUIRE(model.toast);
        CHECK(holds(model.toast->text, folder.string()));
        CHECK(holds(model.toast->text, "next time"));
        model.toast.reset();
        client.live(1, 2, 0.7);
        fs::create_directory(folder);
        send(client);
        tell_unsent(model, client.now);
        CHECK_FALSE(model.toast);
        std::size_t answers = 0;
        for (const Package& package : packages_in(folder)) answers += package.answers.size();
        CHECK(answers == 7);
    }
    SECTION("happens when a session is left, and once more when the window closes") {
        fs::create_directory(folder);
        model.preferences.shared_folder = folder.string();
        client.start({.length = 2, .feedback = Feedback::at_end});
        ScreenDriver driver(client.scene());
        driver.frame(2);
        for (int i = 0; i < 2; ++i) client.session().submit(answer_to(client.session().question(), true), client.now);
        CHECK(packages_in(folder).empty());
        model.place = Place::result;
        driver.frame(2);
        finish_sending(model, client.now, 600'000);
        REQUIRE(packages_in(folder).size() == 1);
        CHECK(packages_in(folder).front().answers.size() == 2);
        client.live(1, 4, 0.7);
        client.close();
        REQUIRE(packages_in(folder).size() == 2);
        CHECK(packages_in(folder).back().answers.size() == 4);
    }
}

TEST_CASE("sending results to a folder that hangs") {
    const TempFolder shared;
    StudyClient client(every_kind());
    client.model().preferences.shared_folder = shared.path().string();
    keep_preferences(client.model(), client.now);
    client.live(1, 5, 0.7);
    HangingFolder folder(shared.path(), *client.model().record);
    client.model().place = Place::settings;
    std::optional<ScreenDriver> driver(client.scene());
    driver->frame(2);
    // Until the errand has come to the pipe, which it does not leave.
    while (!driver->sees("sending results")) driver->frame();

    SECTION("stops nobody and says since when") {
        driver->frame(20);
        CHECK(driver->sees("sending since"));
        client.model().place = Place::today;
        driver->frame(2);
        CHECK(driver->sees("sending results"));
        CHECK_FALSE(fs::exists(folder.package()));
    }
    SECTION("says why nothing was sent, and sends it the next time") {
        folder.wake();
        finish_sending(client.model(), client.now, 600'000);
        driver->frame(2);
        CHECK(client.model().courier.state() == Courier::State::failed);
        REQUIRE(client.model().toast);
        CHECK(holds(client.model().toast->text, "could not be brought to disk"));
        CHECK(driver->sees("results not sent"));
        CHECK(driver->sees("not sent: "));
        send(client);
        driver->frame(2);
        CHECK(read_package(bytes_of(folder.package())).answers.size() == 5);
        CHECK_FALSE(driver->sees("results not sent"));
    }
    SECTION("does not keep the window from closing, and the next start sends the rest") {
        client.live(1, 2, 0.7);
        client.close();
        CHECK(client.model().courier.state() == Courier::State::under_way);
        driver.reset();
        client.start_anew();
        folder.begin_anew();
        driver.emplace(client.scene());
        driver->frame(2);
        finish_sending(client.model(), client.now, 600'000);
        folder.wake();
        std::size_t answers = 0;
        for (const auto& entry : fs::directory_iterator(shared.path()))
            if (entry.path().extension() == ".collimate-results")
                answers += read_package(bytes_of(entry.path())).answers.size();
        CHECK(answers == 7);
    }
    SECTION("asks it once however much there is to tell, and then tells all of it") {
        client.live(1, 2, 0.7);
        send_results(client.model(), client.now);
        CHECK(client.model().send_again);
        const TempFolder other;
        client.model().preferences.shared_folder = other.path().string();
        send(client);
        CHECK(packages_in(other.path()).size() == 2);
    }
}

TEST_CASE("choosing where results go") {
    const TempFolder shared;
    StudyClient client(every_kind());
    client.live(1, 5, 0.7);
    client.model().place = Place::settings;
    ScreenDriver driver(client.scene());
    driver.frame(2);
    const auto click = [&](std::string_view name) {
        driver.click(name);
        driver.frame(2);
    };
    SECTION("is done in settings, which say what is sent and what is not") {
        click("Set up");
        CHECK(driver.sees(sending_words()));
        driver.type(shared.path().string());
        driver.frame(2);
        click("Class code");
        driver.type("RAD-2027");
        driver.frame(2);
        click("Keep");
        finish_sending(client.model(), client.now, 600'000);
        CHECK(client.model().preferences.shared_folder == shared.path().string());
        CHECK(client.model().preferences.class_code == "RAD-2027");
        CHECK(packages_in(shared.path()).size() == 1);
        const Preferences kept = load_preferences(client.model().folders.data / "preferences.json");
        CHECK(kept == client.model().preferences);
        CHECK(driver.sees("Change folder"));
    }
    SECTION("can be ended, and sends nothing more") {
        client.model().preferences.shared_folder = shared.path().string();
        SettingsDraft draft;
        update(client.model(), draft, settings::StopSharing{}, client.now);
        CHECK(client.model().preferences.shared_folder.empty());
        send(client);
        CHECK(packages_in(shared.path()).empty());
    }
    SECTION("keeps no code that cannot be one") {
        SettingsDraft draft = {.folder = shared.path().string(), .code = std::string(65, 'A')};
        CHECK_FALSE(settings_view(client.model(), draft, client.now).code_fault.empty());
        update(client.model(), draft, settings::KeepSharing{}, client.now);
        CHECK(client.model().preferences.shared_folder.empty());
    }
    SECTION("does not outlive the record: what deletes everything deletes the key that signs") {
        client.model().preferences.shared_folder = shared.path().string();
        send(client);
        const fs::path key = client.model().record->file().string() + ".device";
        CHECK(fs::exists(key));
        SettingsDraft draft = {.typed = delete_word};
        update(client.model(), draft, settings::DeleteAll{}, client.now);
        CHECK_FALSE(fs::exists(key));
    }
}
