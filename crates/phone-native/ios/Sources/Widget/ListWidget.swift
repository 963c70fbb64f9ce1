import AppIntents
import SwiftUI
import WidgetKit

/// A plain list on the home screen or the lock screen. One touch arms it, a second within three seconds raises; the app's
/// process does both.
@main
struct ListWidget: Widget {
    var body: some WidgetConfiguration {
        StaticConfiguration(kind: Face.kind, provider: Faces()) { moment in
            Button(intent: TouchIntent()) {
                VStack {
                    Image(systemName: "list.bullet")
                    Text(LocalizedStringKey(moment.face.words)).font(.caption).multilineTextAlignment(.center)
                }
                .frame(maxWidth: .infinity, maxHeight: .infinity)
            }
            .buttonStyle(.plain)
            .containerBackground(.background, for: .widget)
        }
        .configurationDisplayName(LocalizedStringKey("face_calm"))
        .description(LocalizedStringKey("face_calm"))
        .supportedFamilies([.systemSmall, .accessoryCircular, .accessoryRectangular])
    }
}

struct Moment: TimelineEntry {
    let date: Date
    let face: Face
}

/// The face of now, then calm.
struct Faces: TimelineProvider {
    func placeholder(in context: Context) -> Moment { Moment(date: Date(), face: .calm) }

    func getSnapshot(in context: Context, completion: @escaping (Moment) -> Void) {
        completion(Moment(date: Date(), face: Face.now().face))
    }

    func getTimeline(in context: Context, completion: @escaping (Timeline<Moment>) -> Void) {
        let (face, until) = Face.now()
        var moments = [Moment(date: Date(), face: face)]
        if until < .distantFuture { moments.append(Moment(date: until, face: .calm)) }
        completion(Timeline(entries: moments, policy: .never))
    }
}
