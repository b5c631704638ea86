// Preloaded into a GLFW program: ends it right after its first frame has been swapped to the screen, so that the
// run time of the process is the time from exec to first frame, with no hook in the program itself.
#include <dlfcn.h>
#include <unistd.h>

struct GLFWwindow;

extern "C" __attribute__((visibility("default"))) void glfwSwapBuffers(GLFWwindow* window) {
    using Swap = void (*)(GLFWwindow*);
    using Finish = void (*)();
    reinterpret_cast<Swap>(dlsym(RTLD_NEXT, "glfwSwapBuffers"))(window);
    if (void* finish = dlsym(RTLD_DEFAULT, "glFinish")) reinterpret_cast<Finish>(finish)();
    _exit(0);
}
