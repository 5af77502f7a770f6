// Reads a digit on iOS with LiteRT. CocoaPods: pod 'TensorFlowLiteSwift'
import Foundation
import TensorFlowLite

/// Ten probabilities of one digit: 784 pixels row by row, 0 = paper … 255 = ink.
func read(file: String, pixels: [Float32]) throws -> [Float32] {
    let network = try Interpreter(modelPath: file)
    try network.allocateTensors()
    try network.copy(pixels.withUnsafeBytes { Data($0) }, toInputAt: 0)
    try network.invoke()
    return try network.output(at: 0).data.withUnsafeBytes { Array($0.bindMemory(to: Float32.self)) }
}
