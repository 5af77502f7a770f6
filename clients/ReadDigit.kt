// Reads a digit on Android with LiteRT. Gradle: implementation("com.google.ai.edge.litert:litert:1.+")
import org.tensorflow.lite.Interpreter
import java.io.File

/** Ten probabilities of one digit of 28 × 28 pixels, 0 = paper … 255 = ink. */
fun read(file: File, pixels: Array<FloatArray>): FloatArray {
    val digit = arrayOf(Array(28) { y -> Array(28) { x -> floatArrayOf(pixels[y][x]) } })
    val probabilities = arrayOf(FloatArray(10))
    Interpreter(file).use { it.run(digit, probabilities) }
    return probabilities[0]
}
