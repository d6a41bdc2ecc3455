/* A compiler attribute under the name of a project, for cases that use one defined elsewhere. */
#ifndef B_PACKED_H
#define B_PACKED_H
#define ATTR_PACKED __attribute__((packed))
#endif
