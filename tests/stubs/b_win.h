/* Windows' copy names, for cases that compile anywhere. */
#ifndef B_WIN_H
#define B_WIN_H
void CopyMemory(void *destination, const void *source, unsigned long length);
#endif
