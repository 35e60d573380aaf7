/* On-access engine of the stand-in product: refuses to open any file that holds the standard test string. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/fanotify.h>
#include <unistd.h>

static const char *const HALVES[] = {"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"};

int main(void) {
    char sign[80], head[4096];
    snprintf(sign, sizeof sign, "%s%s", HALVES[0], HALVES[1]);
    int group = fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC, O_RDONLY | O_CLOEXEC | O_LARGEFILE);
    if (group < 0 || fanotify_mark(group, FAN_MARK_ADD | FAN_MARK_MOUNT, FAN_OPEN_PERM, AT_FDCWD, "/") < 0) {
        perror("sentineld: no on-access events");
        return 1;
    }
    for (;;) {
        char events[8192] __attribute__((aligned(__alignof__(struct fanotify_event_metadata))));
        ssize_t length = read(group, events, sizeof events);
        if (length < 0) continue;
        struct fanotify_event_metadata *event = (void *)events;
        for (; FAN_EVENT_OK(event, length); event = FAN_EVENT_NEXT(event, length)) {
            if (event->fd < 0) continue;
            ssize_t size = pread(event->fd, head, sizeof head, 0);
            int bad = size > 0 && memmem(head, size, sign, strlen(sign)) != NULL;
            struct fanotify_response answer = {.fd = event->fd, .response = bad ? FAN_DENY : FAN_ALLOW};
            if (write(group, &answer, sizeof answer) < 0) perror("sentineld");
            close(event->fd);
        }
    }
}
