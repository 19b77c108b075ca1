/**
 * What deed comes to; where what it depends on became another while it was under way, what it comes to
 * then, so that an answer never stands for something that was not asked.
 */
export async function settled<T>(dependsOn: () => string, deed: () => Promise<T>): Promise<T> {
  for (;;) {
    const before = dependsOn()
    const [done] = await Promise.allSettled([deed()])
    if (dependsOn() !== before) continue
    if (done.status === 'fulfilled') return done.value
    throw done.reason
  }
}
